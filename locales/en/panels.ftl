# Everything around the map: tabs, switches, dialogs.

tab-land = Land
tab-land-tip = The map
tab-twin = Twin
tab-twin-tip = The same land without the campaign, beside this run. Key: T
tab-why = Why?
tab-why-tip = What led to a harvest. Key: W
tab-charts = Charts
tab-charts-tip = Numbers over time, other worlds, one number against another, and files. Key: G
tab-plan = The plan
tab-plan-tip = What was decided in those years, and what happens without it. Key: P
tab-parameters = Parameters
tab-parameters-tip = All numbers of the model: see where each comes from, and change it. Key: M
tab-grain = Grain
tab-grain-tip = Where the grain of a year went
tab-record = Record
tab-record-tip = The national record beside this run
tab-sources = Sources
tab-sources-tip = What the historical figures rest on

# What must accompany everything the model shows.
not-evidence = A simplified model. It shows how mechanisms combine; it is not evidence.

# Dates. $month is the number of the month.
date-long = { $day } { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
    } { $year }
date-short = { $day } { $month ->
    [1] Jan
    [2] Feb
    [3] Mar
    [4] Apr
    [5] May
    [6] Jun
    [7] Jul
    [8] Aug
    [9] Sep
    [10] Oct
    [11] Nov
   *[12] Dec
    } { $year }
# A month alone, and shortened.
month = { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
    }
month-short = { $month ->
    [1] Jan
    [2] Feb
    [3] Mar
    [4] Apr
    [5] May
    [6] Jun
    [7] Jul
    [8] Aug
    [9] Sep
    [10] Oct
    [11] Nov
   *[12] Dec
    }

# What a day is like: the season, the temperature, how warm and how wet it is, as the messages below say it.
day-weather = { $season ->
    [spring] Spring
    [summer] Summer
    [autumn] Autumn
   *[winter] Winter
    }: { $degrees }, { $warmth }, { $wetness }
day-before-the-first = { $season ->
    [spring] Spring
    [summer] Summer
    [autumn] Autumn
   *[winter] Winter
    }: before the first day
warmth-freezing = freezing
warmth-cold = cold
warmth-cool = cool
warmth-warm = warm
warmth-hot = hot
wetness-far-drier = far drier than usual
wetness-drier = drier than usual
wetness-usual = about as wet as usual
wetness-wetter = wetter than usual
wetness-far-wetter = far wetter than usual
degrees = { $degrees } °C

# Shares.
percent = { $percent } %
percent-tiny = under 0.01 %

# How far a historical figure can be relied on: a tag such as [F], which is the same in every language, and what it means.
standing = { $tag } { $meaning }

# A number beside that without the campaign. These stand in sentences as $beside: "Sparrows: 1.00 per hectare, about a fifth of the
# 5.00 without the campaign." At the beginning of a sentence the first letter is made a capital.
beside-less-than-a-twentieth = less than a twentieth of the { $without } without the campaign
beside-a-twentieth = about a twentieth of the { $without } without the campaign
beside-a-tenth = about a tenth of the { $without } without the campaign
beside-a-fifth = about a fifth of the { $without } without the campaign
beside-a-quarter = about a quarter of the { $without } without the campaign
beside-a-third = about a third of the { $without } without the campaign
beside-half = about half of the { $without } without the campaign
beside-same = about the same as the { $without } without the campaign
beside-below = { $percent } % below the { $without } without the campaign
beside-above = { $percent } % above the { $without } without the campaign
beside-twice = about twice the { $without } without the campaign
beside-times = { $times } times the { $without } without the campaign
beside-more-than-20-times = more than 20 times the { $without } without the campaign

# The note that comes before everything.
introduction-title = Sparrowfall
introduction-campaign = In 1958 the Chinese state called on everyone to kill sparrows, because sparrows eat grain. Adults ate mostly seed and grain; their chicks were raised mainly on insects. Without birds, crop pests increased.
introduction-what-you-see = Watch fields, sparrows and pests. The scenario may start the campaign by itself; the switch is yours. What follows is not scripted.
# The content note.
introduction-the-subject = The subject is grave. Killing sparrows made the failing harvests worse; other policies did most of the damage. In the famine of 1959 to 1961 about 15 to 45 million people died (from Houser, Sands and Xiao 2009 to Dikötter 2010); many demographers find around 30 million.
introduction-what-is-disputed = Much is disputed: which pests increased, and where (locusts are only the most visible here), how far birds hold them down, and how much was weather. This simulation shows one mechanism, on one small piece of land.
introduction-program = Sparrowfall { $version }, free under the MIT or the Apache 2.0 licence.
introduction-begin = Begin
introduction-close = Close
introduction-or-enter = or press Enter

# The help: the groups of keys, and what each key does.
help-title = Help
help-what-to-do = What you can do
help-the-switch = Press the switch of the campaign, and see what follows. The run beside it, without the campaign, is in the tab “Twin”.
help-the-time = Drag the handle of the time line to any day that has passed, and do something else there: what was stays, as another branch.
help-the-land = Tap a field, a flock of sparrows or a band of pests to look at it. Drag the map to move it; turn the wheel or pinch to come closer.
help-the-why = Press “Why?” to see, link by link, what led to a harvest. An overlay shows on the map where it happened.
help-keys = Keys
help-other-ways = Everything that keys do is also a button that mouse and finger reach.
keys-time = Time
keys-run = The run
keys-map = The map
keys-show = What is shown
keys-overlays = Overlays
keys-window = The window
# What stands on the four keys with arrows, together.
keys-arrows = Arrows
key-play-or-pause = Play or pause
key-forward = Forward a day
key-back = Back a day
key-first-day = The first day
key-last-day = The last day of this branch
key-campaign = Start or stop the campaign
key-undo = Undo what you did last: back to the day before it
key-again = Start again from the first day
key-save = Save the run
key-open = Open a scenario or a saved run
key-move-the-map = Move the map
key-closer = Closer
key-farther = Farther away
key-all-the-land = All the land
key-twin = The twin, or the land again
key-why = Why a harvest fell, or the land again
key-charts = Large charts, or the land again
key-plan = The plan, or the land again
key-parameters = Parameters of the model, or the land again
key-no-overlay = The land as it is
key-help = This help
key-settings = Settings
key-full-screen = Full screen
key-larger = Everything larger
key-smaller = Everything smaller
key-suits-the-window = As large as suits the window
key-next-control = To the next control; with Shift, to the one before
key-press = Press the highlighted control
key-close = End the topmost thing that is open: a dialog or menu, then the plan or parameters, then what you look at, then Why? or charts, then an overlay

# Where painting the land takes so long that it is of an earlier day.
lag = The land follows: { $day }

# The system's own dialog for files.
browse-no-dialog = This desktop shows no dialog for files: type a path, or drop a file onto the window.
browse-open = Open a scenario or a saved run
browse-save = Save this run
browse-runs = Scenarios and saved runs
browse-saved-runs = Saved runs
browse-all-files = All files

# What is happening. Amounts of sparrows are per hectare, of pests per square metre, of grain in tonnes per hectare. $beside is one of
# the messages that begin so. In English each of these has room in two lines of 42 letters.
story-title = What is happening (model)
story-nothing-yet = Nothing has happened yet. The run begins on { $first }.
story-look-for = What to look for: { $what }
story-sparrows = Sparrows: { $now } per hectare.
story-sparrows-compared = Sparrows: { $now } per hectare, { $beside }.
story-no-sparrows = There are no sparrows.
story-no-sparrows-compared = There are no sparrows; { $without } per hectare without the campaign.
story-pests = Pests: { $now } per m².
story-pests-compared = Pests: { $now } per m², { $beside }.
story-pests-none-without = Pests: { $now } per m²; almost none without the campaign.
story-no-pests = Almost no grown pests.
story-no-pests-but-eggs = Almost no grown pests; there are eggs in the soil.
story-no-pests-compared = Almost no grown pests; { $without } per m² without the campaign.
story-harvest = Harvest of { $year }: { $now } t/ha.
story-harvest-compared = Harvest of { $year }: { $now } t/ha, { $beside }.
story-reaped-so-far = Reaped so far in { $year }: { $now } t/ha; the year is not over.
story-no-harvest-yet = No whole year's harvest yet.
story-twin-left-out = The same land without the campaign might not fit in memory beside this run.
story-twin-follows = The same land without the campaign follows.
story-twin-has-come-to = The same land without the campaign follows; it has come to { $day }.
story-twin-parted = Without the campaign: same land, same weather, identical until { $day }.
story-twin-identical = So far, all this is identical to the same land without the campaign.
story-end = The scenario ends here. The run can go on, or start again.
story-lived-ahead = Charts, time line and Why? also show the days already lived after this one.

# What went wrong.
run-has-stopped = The run has stopped: { $failure }

# Shown while a file is dragged over the window.
drop-the-file = Drop the file to look at it

# The buttons in the row over the map, beside the tabs.
legend-choice = Legend
overlay-choice = Overlay
overlay-choice-tip = Keys: 0 to 9 and letters

# The campaign's card. The switch has one word; its name is for those who cannot see it.
campaign-is-on = The campaign is on
campaign-is-off = The campaign is off
campaign-stop = Stop
campaign-stop-name = Stop the campaign
campaign-stop-tip = Key: C
campaign-start = Start
campaign-start-name = Start the campaign
campaign-start-tip = Drive out and kill the sparrows. Key: C
campaign-effort = Effort: { $effort }
campaign-effort-tip = How hard people are made to try
campaign-keep-off = Keep it off
campaign-keep-off-tip = The scenario will not start it; you still can
campaign-on-from-the-first-day = On from the first day, { $day }.
campaign-on-from-tomorrow = On from tomorrow, { $day }.
campaign-off-from-tomorrow = Off from tomorrow, { $day }.
campaign-on-since = Since { $day }.
campaign-off-since = Since { $day }.
campaign-scenario-starts-it = The scenario starts it on { $day }.
campaign-scenario-stops-it = The scenario stops it on { $day }.
campaign-scenario-changes-it = The scenario changes its effort on { $day }.
# Once the person has taken it over: what holds now, and what the scenario had planned.
campaign-on-until-you-stop-it = On until you stop it (planned: { $day }).
campaign-off-until-you-start-it = Off until you start it (planned: { $day }).
campaign-would-have-stopped = The scenario would have stopped it on { $day }. You have taken over: it goes on until you stop it.
campaign-would-have-started = The scenario would have started it on { $day }. You have taken over: it stays off until you start it.
campaign-give-back = Back to the scenario
campaign-give-back-tip = You have taken the campaign over from the scenario. Undo that: back to the day before it, and on as planned. Key: Ctrl+Z

# The two worlds: how the map shows them, and what each is.
twin-split = Split
twin-beside = Side by side
twin-difference = Difference
twin-line = Line between the worlds
twin-with = With the campaign
twin-without = Without the campaign
twin-identical = Identical so far
twin-campaign-since = since { $day }
twin-campaign-from-to = { $first } to { $last }
twin-left-out = Left out: it might not fit in memory
twin-follows = follows; has come to { $day }
twin-what-it-is = Same seed, same weather, no campaign

# The numbers of both worlds: the columns, the rows, their units, and what differs.
twin-numbers-left-out = The same land without the campaign might not fit in memory beside this run.
twin-numbers-follow = The same land without the campaign follows.
twin-identical-until = Identical until { $day }: same state, day by day, to the last bit; then the campaign.
twin-identical-to-the-last-bit = Identical so far: both have the same state, to the last bit. They part when the campaign begins.
twin-column-with = with
twin-column-without = without
twin-column-difference = difference
twin-sparrows = Sparrows
twin-pests = Pests
twin-leaf-eaten = Leaf eaten { $year }
twin-standing-grain = Standing grain
twin-harvest = Harvest of { $year }
unit-per-ha = per ha
unit-per-m2 = per m²
unit-t = t
twin-same = the same
twin-about-the-same = about the same
twin-none-without = none without
# $less is "fewer" of animals, and "less" of grain and leaf.
twin-less = { $percent } % { $less ->
    [fewer] fewer
   *[less] less
    }
twin-more = { $percent } % more
twin-times = { $times } times
twin-over-1000-times = over 1,000 times

# The bar over everything.
drawer = Panel
drawer-tip = The day, the campaign, what is happening, and the charts
title-help-tip = What you can do, and all keys. Key: ?
title-again = Start again
title-again-tip = Restart with the same or another seed. Key R: same seed
title-save = Save
title-save-tip = Save this run to a file. Key: Ctrl+S
title-scenarios = Scenarios
title-scenarios-tip = Other places and histories, or a file of your own
title-seed = Seed { $seed }
menu = Menu
menu-scenarios = Scenarios
menu-open = Open a file …
menu-save = Save this run …
menu-again = Start again …
menu-charts = Charts
menu-parameters = Parameters
menu-undo = Undo what you did last
menu-settings = Settings
menu-full-screen = Full screen
menu-keys = Help and keys
menu-about = About

# The settings.
settings-title = Settings
settings-theme = Theme
settings-theme-note = Only the panels change; the map keeps its colours.
settings-theme-system = As the desktop
settings-theme-light = Light
settings-theme-dark = Dark
settings-scale = Size of words and controls
settings-scale-note = Keys: Ctrl and +, Ctrl and −, Ctrl and 0.
settings-smaller = Smaller
settings-larger = Larger
settings-suits-the-window = As suits the window
settings-too-small = This window is too small for a larger scale.
settings-motion = Movement
settings-motion-note = Reduced: birds do not sway, nothing fades, and each day appears at once.
settings-motion-system = As the desktop
settings-motion-full = Full
settings-motion-reduced = Reduced
settings-window = Window
settings-full-screen = Full screen, or a window again
settings-full-screen-tip = Key: F11
settings-kept = Kept for the next time in { $file }.

# Saving the run.
save-title = Save this run
save-session = The whole run
save-session-meaning = To go on with it later, from this day.
save-run = What repeats it (run.ron)
save-run-meaning = A text file: the scenario, and what you did. It is repeated to the last bit.
save-scenario = A scenario of your own
save-scenario-meaning = A short text file to edit: only what differs from the usual, with what you did on its dates.
save-folder = In the folder { $folder }
save-is-there = There is already a file of this name.
save-saved = Saved to { $file }.
save-not-saved = Not saved: { $problem }.
save-save = Save
save-replace = Replace it
save-browse = Browse…
save-browse-tip = The system's own dialog

# Closing the window.
leave-title = Close the window?
leave-warning = What you did in this run is not saved, and will be lost.
leave-save = Save it first
leave-without-saving = Close without saving
leave-stay = Stay

# The window, in the desktop's lists.
window-title = Sparrowfall

# The legend: what one mark on the map stands for, the colours, and two notes whose lines are broken to be short.
legend-fleck = 1 fleck: { $shown } { $count ->
    [one] sparrow
   *[other] sparrows
    }
legend-mark = 1 mark: { $shown } { $count ->
    [one] sparrow
   *[other] sparrows
    }
legend-bird = 1 bird: { $shown } { $count ->
    [one] sparrow
   *[other] sparrows
    }
legend-dot = 1 dot: { $shown } { $count ->
    [one] pest
   *[other] pests
    }
legend-stroke = 1 stroke: { $shown } { $count ->
    [one] pest
   *[other] pests
    }
legend-insect = 1 insect: { $shown } { $count ->
    [one] pest
   *[other] pests
    }
legend-wheat = wheat, growing
legend-maize = maize, growing
legend-sweet-potato = sweet potato
legend-early-rice = early rice, growing
legend-single-rice = single rice, growing
legend-ripe = ripe grain
legend-stubble = stubble
legend-snow = snow
legend-bare-earth = bare earth
legend-paddy = paddy under water
legend-eaten = leaf eaten by pests
legend-unreaped = ripe, not reaped
legend-weeds = weeds; hatched: left unsown
legend-village = village
legend-grass = grass
legend-laying-ground = open laying ground
legend-laying-ground-flooded = laying ground, flooded
legend-houses = houses pulled down
legend-furnaces = furnaces, with smoke
legend-who-counts =
    Pests: hoppers from the
    third instar, and adults.
legend-for-the-eye =
    River, roads and neighbours
    are scenery.
legend-show = Legend
legend-hide = Hide the legend

# The field under the pointer, and the field that is looked at: what it is, and how it is.
field-overlay = { $overlay }: { $value }
field-one-field = One field of { $ha } ha, { $day } (model)
field-village-land = Village land of { $ha } ha, { $day } (model)
field-village = Village
field-laying-ground = Open laying ground
field-grass = Grass
field-unsown = Unsown cropland
field-resting = Resting cropland
crop-wild = Wild plants
crop-winter-wheat = Winter wheat
crop-maize = Maize
crop-sweet-potato = Sweet potato
crop-early-rice = Early rice
crop-single-rice = Single rice
crop-growing = { $crop }, growing
crop-filling = { $crop }, grain filling
crop-filling-roots = { $crop }, roots filling
crop-roots-full = { $crop }, to be dug
crop-ripe = { $crop }, ripe
field-sparrows = Sparrows feeding: { $count }
field-sparrows-killed = Sparrows killed here this year: { $count }
field-nest-sites = { $pairs ->
    [one] Houses, courts and trees: nest sites for { $count } pair of sparrows
   *[other] Houses, courts and trees: nest sites for { $count } pairs of sparrows
}
field-pests = Pests: { $count } ({ $density } per m²)
field-young-hoppers = Younger hoppers: { $count } ({ $density } per m²)
field-leaf = Leaf and stem: { $amount } kg/ha
field-leaf-against-uneaten = Leaf: { $percent } % of an uneaten stand in average weather
field-grain = Grain: { $amount } kg/ha
field-roots = Roots, counted as grain: { $amount } kg/ha
field-left-fallow = Left unsown this year by order of the plan
field-waits-to-be-sown = Waiting to be sown for { $days ->
    [one] 1 day
   *[other] { $days } days
    }: no hands to sow it
field-left-unsown = Left unsown: for { $days ->
    [one] 1 day
   *[other] { $days } days
    } of the sowing time, no hands to sow it
field-unreaped = Ripe for { $days ->
    [one] 1 day
   *[other] { $days } days
    }: no hands to reap it
field-grain-falls = Ripe for { $days ->
    [one] 1 day
   *[other] { $days } days
    }: no hands to reap it; its grain is falling
field-unweeded = Weeds: no hands for { $percent } % of today’s weeding
field-houses = Houses still standing, in all villages: { $percent } %
field-furnaces = Furnaces on all this land: { $count }

# All dialogs.
dialog-close = Close
dialog-close-tip = Key: Escape
dialog-loss = The current run, and what you did in it, will be lost, unless you save it first.

# The scenarios.
picker-title = Scenarios
picker-look-for = What to look for: { $what }
picker-start = Start
picker-recent = Recent files
picker-recent-folder = In { $folder }
picker-from-a-file = From a file: type its path, or drop it onto the window.
picker-path-hint = my-scenario.ron
picker-load = Load
picker-browse = Browse…
picker-browse-tip = The system's own dialog
picker-problems = { $count ->
    [one] 1 problem in { $file }. The current run is kept.
   *[other] { $count } problems in { $file }. The current run is kept.
    }

# Starting the run again.
again-title = Start again
again-what-a-seed-is = The seed determines everything random in a run: weather, births, deaths. The seed of this run is { $seed }.
again-same-seed = Same seed, { $seed }
again-same-seed-tip = Repeat with the same seed. Key: R
again-new-seed = A new seed
again-seed-hint = a seed of your own, such as 42
again-use-seed = Use this seed
again-no-seed = A seed is a whole number from 0 to { $most }.

# Asking before another run starts. $session says what the file has, in the words of the program's files.
offer-title = Start another run?
offer-scenario = From { $file }.
offer-session = From { $file }, { $session }.
offer-run = { $count ->
    [0] From { $file }, a saved run up to { $day }; no interventions were made by hand.
    [one] From { $file }, a saved run up to { $day }; 1 thing done by hand will be repeated.
   *[other] From { $file }, a saved run up to { $day }; { $count } things done by hand will be repeated.
    }
offer-seed = Seed { $seed }.
offer-start = Yes, start it
offer-go-on = Yes, go on with it
offer-save-first = Save this run first
offer-keep = No, keep this run

# What a run of the plan leaves out; $levers is a list of nouns with semicolons between them.
plan-without = Without: { $levers }.
plan-without-parts = Without { $count } parts of the plan.

# The levers of the plan. $when is one of the messages that say when a lever acts.
lever-never-acts = Never acts
lever-from-to = { $first } to { $end }
lever-from-to-with-breaks = { $first } to { $end }, with breaks
lever-to-the-end = { $first } to the end of the scenario
lever-to-the-end-with-breaks = { $first } to the end of the scenario, with breaks
lever-acts = { $when }; acts today.
lever-acts-to-be-left-out = { $when }; acts today; to be left out.
lever-rests = { $when }; not acting today.
lever-rests-to-be-left-out = { $when }; not acting today; to be left out.
lever-left-out = { $when }; left out of this run.
lever-left-out-to-be-put-back = { $when }; left out of this run; to be put back.
lever-why = Why?
lever-why-tip = What was decided, and what that rests on
# Very short words on a switch.
lever-on = on
lever-off = off
lever-changed = The timeline changes it on { $day }.
lever-changed-for-good = The timeline changes it on { $day }. From then on it stays as it was set.
lever-changed-often = The timeline changes it first on { $first } and last on { $last }.
lever-changed-often-for-good = The timeline changes it first on { $first } and last on { $last }. From then on it stays as it was set.
lever-assumed = How strong it was is assumed.
levers-what-a-switch-does = A lever that is switched off is left out, as if nobody had decided so: the run then starts again from { $day }.
levers-changed = { $count ->
    [one] 1 switch changed. The run starts again from { $day }.
   *[other] { $count } switches changed. The run starts again from { $day }.
    }
levers-start-again = Start again with these
levers-undo = Undo

# Where the grain of a year went. $record and $here are percentages.
grain-title = Where the grain of { $year } went (model)
grain-no-year-yet = No whole year is over yet. On { $day } it will be shown here where the year’s grain went.
grain-unit = Tonnes on this land, and percent of what was reaped. Roots count as grain.
plan-grain-procured = Procured in { $year }: { $record } % of the national output in the record; { $here } % here (model).
plan-grain-procured-unverified = Not verified: Procured in { $year }: { $record } % of the national output in the record; { $here } % here (model).

# The national record. The last messages are for those who cannot see the charts.
record-what-it-shows = Rings: the national record; thin ones are not verified. Dots: this run (model), whose land stands for the nation. Most of the record was used to set the model (“fitted”) or is given to it (“input”), so that dots meet rings proves nothing.
record-figure = { $year }: { $figure }
record-unverified-figure = { $year }: { $figure } (not verified)
# $role is what the record is used for, and $standings are tags such as [F].
record-source = { $role }: { $source } { $standings }
record-none-yet = none yet
record-in-words = { $title }. Record: { $record }. Model: { $model }.

# What the historical figures rest on.
sources-what-they-are = What the historical figures rest on. All other numbers are the model’s.
sources-harvests = Harvests
# $standing is the message of that name.
sources-citation = { $standing }: { $citation }.
sources-in-short = { $standing }: { $citation }
sources-used-for = Used for { $what }.
sources-link-tip = Press for the whole citation
