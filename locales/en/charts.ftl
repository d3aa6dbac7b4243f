# The charts, their files, and the picture of a year's grain.

charts-title = Charts
charts-close = Close
charts-close-tip = Key: G
charts-over-time = Over time
charts-plane = One against another

# What is drawn, and in which unit.
charts-sparrows = Sparrows
charts-young = Eggs and nestlings
charts-pests = Pests
charts-pest-eggs = Eggs of pests
charts-leaf = Leaf
charts-standing-grain = Standing grain
charts-harvest = Harvest
charts-unit-per-hectare = per hectare
charts-unit-per-m2 = per m²
charts-unit-tonnes = t
charts-unit-yield = t/ha
# The same where there is room to say what is counted.
charts-unit-pests-in-full = per m², from the third instar
charts-unit-leaf-in-full = t, dry mass
charts-unit-harvest-in-full = t/ha of cropland
charts-unit-harvest-in-words = t per hectare of cropland
charts-value = { $value } { $unit }
charts-named-value = { $value } { $name } { $unit }
charts-name-and-unit = { $name } { $unit }
charts-axis = { $name }, { $unit }

# The harvest of a year, and of one that is not over.
charts-harvest-of-year = { $year }: { $tonnes } t/ha
# With what somebody thought it would be.
charts-harvest-and-bet = { $year }: { $tonnes } t/ha, you thought { $guess }
charts-harvest-so-far = { $year } so far: { $tonnes } t/ha

# Before the first day.
charts-invite = Press Play
charts-invite-what = Sparrows, pests, grain and harvests are drawn here, day by day.

# What the lines are.
charts-more = More ›
charts-more-tip = Larger, with other worlds, one number against another, files. Key: G
charts-legend-campaign = campaign
charts-legend-without = without it
charts-run = this run
charts-without = without the campaign
# Worlds: the same run with other weather and other luck, as in why.ftl.
charts-seeds = { $seeds } worlds
charts-seeds-so-far = { $lived } of { $seeds } worlds
charts-seeds-tip = Chance decides the weather and which field a swarm finds. The bands go from the lowest to the highest of { $seeds } worlds, this one and { $others } others: in the chart's colour with the campaign, in grey without it.
# $progress is how far they have come, a sentence.
charts-seeds-and-why = { $progress } Chance decides the weather and which field a swarm finds: where the bands lie apart, the difference is hardly chance.
charts-seeds-are-behind = The run has gone on since the other worlds were lived.
charts-seeds-go-on = Go on
charts-seeds-again = Again
charts-seeds-stop = Stop
charts-seeds-leave = Leave it

# The stretch of time.
charts-window-all = All
charts-window-years = { $years ->
    [one] A year
   *[other] { $years } years
}
charts-window-dates = { $first } – { $last }
charts-window-tip = The wheel or two fingers over a chart show more or less of the time; drag the years below them to move on.

# One number against another: before the choice of each axis, and a day as both numbers have it.
charts-plane-up = Up
charts-plane-across = across
# What is drawn on it: the larger dot, a small one, an arrowhead, and a plum line.
charts-plane-key-day = day on the map
charts-plane-key-twin = the same day without the campaign
charts-plane-key-year = 1 July
charts-plane-key-time = time
charts-plane-key-campaign = campaign on
charts-plane-key-by-tens = Each step is ten times as much; 0 lies on the edge.
charts-plane-number = { $name } { $value }
charts-plane-day = { $date }: { $up }, { $across }

# Files.
charts-save-as = Save as …
charts-save = Save
charts-replace = Replace
charts-is-there = There is already a file of this name.
charts-in-folder = In the folder { $folder }
charts-saving = Being saved …
charts-saved = Saved to { $file }.
charts-not-saved = Not saved: { $file } cannot be written: { $error }.

# The text above a figure that is saved: sentences, one after the other.
charts-figure-of = Simulated with seed { $seed }, { $first } to { $last }.
charts-figure-run = Solid: this run.
charts-figure-without = Dashed: the same without the campaign.
charts-figure-seeds = Shaded: from the lowest to the highest of { $seeds } seeds, grey without the campaign.
charts-figure-ground = The campaign is on where the ground is plum.
charts-figure-path = The campaign is on where the line is plum.
charts-figure-years = Each year has a dot where it is on 1 July.
charts-figure-today = The line stands at { $date }.
charts-figure-dot = The large dot is { $date }.

# Where the grain of a year came from and went. A place, and under it how much; percent are those of what was reaped.
grain-grown = Grown
grain-imported = Imported
grain-from-state = State stores
grain-reaped = Reaped
grain-from-villages = Village stocks
grain-eaten-by-pests = Eaten by pests
grain-eaten-by-birds = Eaten by birds
grain-unreaped = Left unreaped
grain-spilled = Spilled
grain-procured = Procured
grain-in-villages = Left in villages
grain-exported = Exported
grain-to-state = To state stores
grain-spoiled-with-state = Spoiled with the state
grain-eaten-in-towns = Eaten in towns
grain-eaten-in-country = Eaten in the country
grain-wasted = Wasted in canteens
grain-spoiled-in-villages = Spoiled in villages
grain-seed = Sown as seed
grain-to-villages = To village stocks
grain-amount = { $tonnes } t, { $percent } %
grain-amount-alone = { $tonnes } t
grain-sold-back = sold back { $amount }
# Read out: the title, and all places with their amounts.
grain-picture = { $title }: { $places }
