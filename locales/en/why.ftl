# Why a harvest was as it was: the panel beside the map, with the links from birds killed to the harvest.

# Why there is nothing to explain.
why-nothing-yet = Nothing has happened yet. Press Play: once the campaign has begun, what it does is explained here.
why-left-out = The same land without the campaign might not fit in memory beside this run, so that there is nothing to compare with.
why-not-begun = The campaign has not begun: there is nothing to explain.
why-identical = So far this run is identical to the same land without the campaign: there is nothing to explain.
why-before-they-part = Until { $date } this run and the same land without the campaign were identical, so that in { $year } there is nothing to explain.
why-not-come-to = This run has not come to { $year } yet.
why-not-over-in-branch = { $year } is not over in this branch. What differs is explained when it is.
why-follows = The same land without the campaign follows. Then what differs is explained here.
why-follows-from = The same land without the campaign follows; it has come to { $date }. Then what differs is explained here.

# Titles.
why-title = Why?
why-title-so-far = What differs in { $year } so far?
why-title-nothing-to-compare = What differs in { $year }?
why-title-same = The harvest of { $year }: about the same
# $size says by how much: little, much or plain.
why-title-lower = { $size ->
    [little] Why was the harvest of { $year } a little lower?
    [much] Why was the harvest of { $year } much lower?
   *[plain] Why was the harvest of { $year } lower?
}
why-title-higher = { $size ->
    [little] Why was the harvest of { $year } a little higher?
    [much] Why was the harvest of { $year } much higher?
   *[plain] Why was the harvest of { $year } higher?
}

# Under the title: to what the links lead. $beside is a comparison, as in panels.ftl. $is_over says whether the year is over: yes or no.
why-conclusion = { $is_over ->
    [yes] { $reaped } reaped, { $beside }.
   *[no] { $reaped } reaped so far, { $beside }.
}

# The links, in order of cause.
why-birds = 1. Birds killed
why-prey = 2. Pests eaten by sparrows
why-pests = 3. Pests alive
why-leaf = 4. Leaf eaten by pests
why-grain = 5. Grain lost
why-harvest = 6. Harvest

# What the map shows of a link: an overlay, by its name.
why-on-the-map = On the map: { $overlay }
# On the card of the link that the map shows.
why-shown-on-the-map = on the map

# A line over the map that says what a link has brought there, and a button that leads back to the day from which one came.
why-map-shows-day = The map shows { $date }
why-map-shows-days = The map shows { $first } to { $last }
why-back-to = Back to { $date }

# Where the explanation was asked for at a field: what became of it. $beside is a comparison, as in panels.ftl.
why-field-title = Field { $field } in { $year }
why-field-title-alone = Field { $field }
# $is_over says whether the year is over: yes or no.
why-field-leaf = { $is_over ->
    [yes] Leaf eaten by pests there: { $number } kg/ha, { $beside }.
   *[no] Leaf eaten by pests there so far: { $number } kg/ha, { $beside }.
}
why-field-harvest = { $is_over ->
    [yes] Reaped there: { $number } kg/ha, { $beside }.
   *[no] Reaped there so far: { $number } kg/ha, { $beside }.
}
why-field-killed = { $is_over ->
    [yes] Sparrows killed that were at home there: { $killed }.
   *[no] Sparrows killed so far that were at home there: { $killed }.
}
why-field-unknown = What became of it in { $year } is not known.
why-field-later = What became of it is told here once it can be compared with the same land without the campaign.
why-field-and-all = The links below are of all the land.

# The number of each link, in large letters. $is_over says whether the year is over: yes or no.
why-none-killed = No birds killed
why-killed-in = { $killed } killed in { $year }
why-killed-from-to = { $killed } killed, { $first }–{ $last }
why-prey-none = None eaten
why-prey-same = { $is_over ->
    [yes] As many eaten
   *[no] As many eaten so far
}
why-prey-fewer = { $is_over ->
    [yes] { $number } fewer
   *[no] { $number } fewer so far
}
why-prey-more = { $is_over ->
    [yes] { $number } more
   *[no] { $number } more so far
}
why-pests-almost-none = { $is_over ->
    [yes] Almost none
   *[no] Almost none so far
}
why-pests-peak = { $is_over ->
    [yes] { $number } per m² at the peak
   *[no] { $number } per m² at the peak so far
}
why-leaf-eaten = { $is_over ->
    [yes] { $number } t eaten
   *[no] { $number } t eaten so far
}
why-grain-none = { $is_over ->
    [yes] None lost
   *[no] None lost so far
}
why-grain-same = { $is_over ->
    [yes] As much lost
   *[no] As much lost so far
}
why-grain-less = { $is_over ->
    [yes] { $number } t less lost
   *[no] { $number } t less lost so far
}
why-grain-more = { $is_over ->
    [yes] { $number } t more lost
   *[no] { $number } t more lost so far
}
why-harvest-none = { $is_over ->
    [yes] Nothing reaped
   *[no] Nothing reaped so far
}
# Without the campaign there was none to compare it with.
why-harvest-alone = { $is_over ->
    [yes] { $number } t
   *[no] { $number } t so far
}
why-harvest-same = { $is_over ->
    [yes] { $number } t, about the same
   *[no] { $number } t, about the same so far
}
why-harvest-less = { $is_over ->
    [yes] { $number } t, { $percent } % less
   *[no] { $number } t, { $percent } % less so far
}
why-harvest-more = { $is_over ->
    [yes] { $number } t, { $percent } % more
   *[no] { $number } t, { $percent } % more so far
}

# In the place of $beside, where there is no number to compare with.
why-beside-none = none without the campaign
why-beside-neither = and none without the campaign

# What stands under the number of each link, in small letters.
why-birds-detail = On average { $with } sparrows in { $year }; { $without } without the campaign.
why-prey-detail = { $eaten } eaten, { $beside }.
# Few birds among many pests may eat more than many birds that have kept them few.
why-prey-detail-plenty = { $eaten } eaten, { $beside }. Fewer birds, but more to eat.
why-prey-detail-none = And none without the campaign.
# A peak without the campaign, to which $beside compares that of the run: "11.0 times the peak of 0.50 without the campaign".
why-pests-peak-of = peak of { $number }
why-pests-detail = { $beside }.
# $month is the number of the month, as in date-long; { month } is its name.
why-pests-detail-in = In { month }, { $beside }.
# The peak was in another month without the campaign.
why-pests-detail-in-months = In { month }, { $beside }, which was in { $other_month ->
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
    }.
why-pests-detail-only-here = Almost none without the campaign.
why-pests-detail-only-here-in = In { month }, almost none without the campaign.
why-pests-detail-only-there = At most { $without } per m² without the campaign.
why-pests-detail-only-there-in = At most { $without } per m² without the campaign, in { month }.
why-pests-detail-none = And almost none without the campaign.
why-leaf-detail = { $beside }.
why-leaf-detail-same = { $beside }. About as much leaf stood.
why-leaf-detail-less = { $beside }. On average { $percent } % less leaf stood.
why-leaf-detail-more = { $beside }. On average { $percent } % more leaf stood.
# Of what the loss consists, a line for each; those that differ most come first. In brackets is what was lost without the campaign.
why-grain-spilled = Spilled { $number } t ({ $without }): at harvest, and knocked out by feeding sparrows.
why-grain-unreaped = Left unreaped { $number } t ({ $without }): no hands to reap it.
why-grain-unfilled = Not filled { $number } t ({ $without }): too little leaf to fill the ears.
why-grain-pests = Eaten or cut by pests { $number } t ({ $without }).
why-grain-sparrows = Eaten by sparrows { $number } t ({ $without }).
why-grain-detail-none = And none without the campaign.
why-grain-brackets = In brackets: without the campaign.
why-harvest-detail = { $beside }.
why-harvest-detail-less = { $number } t less than the { $without } t without it.
why-harvest-detail-more = { $number } t more than the { $without } t without it.

# Numbers that stand in the sentences.
why-tonnes = { $number } t
why-million = { $number } million
why-billion = { $number } billion

# Under the links: first what the campaign did, then how the harvest changed from the year before, and how it would have without it.
why-campaign-hardly = In this run the campaign, with all that followed from it, hardly changed the harvest of { $year }.
why-campaign-smaller = In this run the campaign, with all that followed from it, made the harvest of { $year } smaller by { $percent } %.
why-campaign-larger = In this run the campaign, with all that followed from it, made the harvest of { $year } larger by { $percent } %.
# Sparrows eat and knock out grain, and there are fewer; pests eat leaf and grain, and there are more.
why-saved-and-lost = With fewer sparrows, { $saved } t less was eaten and knocked out by them; more pests cost { $cost } t.
why-changed-hardly = From { $before } to { $year } the harvest hardly changed.
why-changed-fell = From { $before } to { $year } the harvest fell by { $percent } %.
why-changed-rose = From { $before } to { $year } the harvest rose by { $percent } %.
why-changed-hardly-without = Without the campaign it would hardly have changed.
# $too says whether it did so with the campaign, too: yes or no.
why-changed-fell-without = { $too ->
    [yes] Without the campaign it would have fallen too, by { $percent } %.
   *[no] Without the campaign it would have fallen, by { $percent } %.
}
why-changed-rose-without = { $too ->
    [yes] Without the campaign it would have risen too, by { $percent } %.
   *[no] Without the campaign it would have risen, by { $percent } %.
}
# Follows on either of them. $plan says whether there is more of the plan than the campaign: yes or no.
why-changed-by-others = { $plan ->
    [yes] That much is weather, chance, the plan, and what the years before left behind.
   *[no] That much is weather, chance, and what the years before left behind.
}
why-beyond-less = { $number } t less came in than these losses explain: land was sown, or crops ripened, at other times.
why-beyond-more = { $number } t more came in than these losses explain: land was sown, or crops ripened, at other times.
why-plan-in-both = The rest of the plan acts in both, so that it alone does not make them differ.
why-of-this-run = Numbers of this run, from its books (model).

# What solid and dashed lines are.
why-line-run = this run
why-line-without = without the campaign
why-line-years = lines: { $first }–{ $last }

# The same with other seeds: other worlds, with other weather and other luck.
why-seeds-question = Is it chance? Chance decides the weather and which field a swarm finds. { $seeds } worlds, this one and { $others } others, each lived with the campaign and without, show how much of the difference is chance.
why-seeds-begin = Live the other worlds
why-seeds-go-on = Go on
why-seeds-leave = Leave it
why-seeds-stop = Stop
why-seeds-waiting = { $seeds } worlds take at least { $time } on this computer, beside the run.
why-seeds-running = { $done } of { $seeds } worlds lived.
why-seeds-running-for = { $done } of { $seeds } worlds lived, about { $time } left.
why-seeds-done = All { $seeds } worlds lived. In 19 of 20 cases the mean of very many worlds lies within the interval. Where 0 does too, the difference may be chance, and is not clear.
why-seeds-memory = Other worlds might not fit in memory beside this run.
why-seeds-thread = Other worlds need another thread, which the system refused: { $error }.
why-seeds-failed = Other worlds: { $why }
why-seconds = { $seconds ->
    [one] 1 second
   *[other] { $seconds } seconds
}
why-minutes = { $minutes ->
    [one] 1 minute
   *[other] { $minutes } minutes
}
# Of each link.
why-seeds-none = { $seeds } worlds: no difference.
why-seeds-unclear = { $seeds } worlds: no clear difference.
why-seeds-birds-fewer = { $seeds } worlds: { $mean } sparrows fewer on average, { $near } to { $far } (95 % interval).
why-seeds-birds-more = { $seeds } worlds: { $mean } sparrows more on average, { $near } to { $far } (95 % interval).
why-seeds-prey-fewer = { $seeds } worlds: { $mean } fewer on average, { $near } to { $far } (95 % interval).
why-seeds-prey-more = { $seeds } worlds: { $mean } more on average, { $near } to { $far } (95 % interval).
why-seeds-pests-fewer = { $seeds } worlds: { $mean } per m² fewer on average, { $near } to { $far } (95 % interval).
why-seeds-pests-more = { $seeds } worlds: { $mean } per m² more on average, { $near } to { $far } (95 % interval).
why-seeds-tonnes-less = { $seeds } worlds: { $mean } t less on average, { $near } to { $far } (95 % interval).
why-seeds-tonnes-more = { $seeds } worlds: { $mean } t more on average, { $near } to { $far } (95 % interval).

# A link, and what other seeds say of it.
why-seeds-of-link = { $link }. { $said }

# Buttons, and what a screen reader says.
why-year-is-new = Over since you opened this.
why-close = Close
why-close-tip = Key: W
why-dated-title = { $date }. { $title }
why-link-in-words = { $link }: { $statement }. { $detail }

# A line over the map when a year is over: its harvest beside the same harvest without the campaign.
why-offer-larger = Harvest of { $year }: { $percent } % larger than without the campaign
why-offer-smaller = Harvest of { $year }: { $percent } % smaller than without the campaign
why-offer-same = Harvest of { $year }: about as large as without the campaign
# On a button that opens what led to that harvest.
why-offer-see = Why?
why-offer-see-tip = What led to this harvest. Key: W
