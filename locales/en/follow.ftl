# Following a flock or a band, and the years of a field.

# The title of the panel.
follow-nobody = Nobody is there
follow-a-flock = A flock of sparrows
follow-a-band = A band of pests
follow-flock-without-birds = A brood without parents
follow-flock = { $birds ->
    [one] A sparrow
   *[other] A flock of { $count } sparrows
}
follow-band = { $pests ->
    [one] A band of { $count } pest
   *[other] A band of { $count } pests
}

# Under the title: where it comes from. $home is the number of the field where a flock nests.
follow-origin-flock-first-day = Here from the first day · home: field { $home }
follow-origin-flock-since = Since { $date } · home: field { $home }
# $moults says how often the animals have moulted.
follow-origin-band-first-day = { $moults ->
    [0] Hatched in field { $field }, here from the first day · the first instar
    [1] Hatched in field { $field }, here from the first day · the second instar
    [2] Hatched in field { $field }, here from the first day · the third instar
    [3] Hatched in field { $field }, here from the first day · the fourth instar
    [4] Hatched in field { $field }, here from the first day · the fifth instar
   *[5] Hatched in field { $field }, here from the first day · adults
}
follow-origin-band-since = { $moults ->
    [0] Hatched in field { $field }, since { $date } · the first instar
    [1] Hatched in field { $field }, since { $date } · the second instar
    [2] Hatched in field { $field }, since { $date } · the third instar
    [3] Hatched in field { $field }, since { $date } · the fourth instar
    [4] Hatched in field { $field }, since { $date } · the fifth instar
   *[5] Hatched in field { $field }, since { $date } · adults
}
follow-origin-first-day = Of field { $field }, here from the first day
follow-origin-since = Of field { $field }, since { $date }
follow-not-there = It is not on the land on this day.

# Buttons.
follow-close = Close
follow-close-tip = Close. Key: Escape
follow-keep-in-view = Keep in view
follow-keep-in-view-tip = Moves the map with it; at a scale at which not all the land is seen
follow-its-field = Its field
follow-host-flock = Follow that flock
follow-host-band = Follow that band
follow-back = Back to the animal
follow-nearest-flock = Follow the nearest flock
follow-band-here = Follow a band of pests
follow-why = Why?

# What it has eaten in a year, with the parts of it under a bar.
follow-eaten-this-year = Eaten this year, adults and young
follow-eaten-since = Eaten since { $date }, adults and young
follow-cut-this-year = Eaten or cut this year
follow-cut-since = Eaten or cut since { $date }
follow-share-insects = insects { $percent } %
follow-share-grain = grain { $percent } %
follow-share-weed-seed = weed seed { $percent } %
follow-share-leaf = leaf { $percent } %

follow-diary = Diary
follow-diary-begins = It begins with the next day.
follow-diary-before = Go to an earlier day to read what came before.
# Dates of this year. $month is the number of the month, as in date-long, and { month } is its name.
follow-day-month = { $day } { month }
follow-short-day-month = { $day } { month-short }

# On the map, with $animals in bold: "9 sparrows feeding a nestling". Both are messages that follow here.
follow-on-the-map = { $animals } { $doing }
follow-sparrows = { $sparrows ->
    [one] { $count } sparrow
   *[other] { $count } sparrows
}
follow-pests = { $pests ->
    [one] { $count } pest
   *[other] { $count } pests
}
follow-feeding = { $nestlings ->
    [one] feeding a nestling
   *[other] feeding { $count } nestlings
}
follow-with-eggs = { $eggs ->
    [one] with { $count } egg in the nest
   *[other] with { $count } eggs in the nest
}
follow-looking-for-food = looking for food
follow-eating-grain = eating grain
follow-eating-weed-seed = eating weed seed
follow-catching-insects = catching insects
follow-swarming = swarming
follow-on-the-wing = on the wing
follow-hopping = { $moults ->
    [0] hopping, in the first instar
    [1] hopping, in the second instar
    [2] hopping, in the third instar
    [3] hopping, in the fourth instar
   *[4] hopping, in the fifth instar
}

# The diary: deaths. $who says whether it was the last one, all of them or some of them.
follow-birds-killed = { $who ->
    [last] Its last bird killed by the campaign
    [all] All { $all } birds killed by the campaign
   *[some] { $some } of its { $all } birds killed by the campaign
}
follow-birds-killed-in-drive = { $who ->
    [last] Its last bird killed in the campaign’s drive
    [all] All { $all } birds killed in the campaign’s drive
   *[some] { $some } of its { $all } birds killed in the campaign’s drive
}
follow-birds-died = { $who ->
    [last] Its last bird died
    [all] All { $all } birds died
   *[some] { $some } of its { $all } birds died
}
follow-eggs-died = { $who ->
    [last] Its last egg died
    [all] All { $all } eggs died
   *[some] { $some } of its { $all } eggs died
}
follow-nestlings-died = { $who ->
    [last] Its last nestling died
    [all] All { $all } nestlings died
   *[some] { $some } of its { $all } nestlings died
}
follow-nestlings-starved = { $who ->
    [last] Its last nestling starved
    [all] All { $all } nestlings starved
   *[some] { $some } of its { $all } nestlings starved
}
follow-died-of-hunger = Food was short.
follow-died-otherwise = Not of hunger; the model tells no closer cause.
follow-no-parents = No parents were left.
follow-brought-too-little = They were brought too little.

# The diary: nests.
follow-eggs-destroyed = { $eggs ->
    [one] The campaign destroyed { $count } egg
   *[other] The campaign destroyed { $count } eggs
}
follow-nestlings-destroyed = { $nestlings ->
    [one] The campaign destroyed { $count } nestling
   *[other] The campaign destroyed { $count } nestlings
}
follow-laid = { $eggs ->
    [one] Laid { $count } egg
   *[other] Laid { $count } eggs
}
follow-hatched = { $eggs ->
    [one] { $count } egg hatched of { $all }
   *[other] { $count } eggs hatched of { $all }
}
follow-none-hatched = { $eggs ->
    [one] None of { $count } egg hatched
   *[other] None of { $count } eggs hatched
}
follow-fledged = { $count } young fledged
follow-fledged-lost = { $lost } of the brood did not live.
follow-fledged-left = { $left } left to form other flocks.
follow-fledged-lost-and-left = { $lost } of the brood did not live; { $left } left to form other flocks.
follow-none-fledged = { $nestlings ->
    [one] None of { $count } nestling fledged
   *[other] None of { $count } nestlings fledged
}
follow-moved-house = Moved house
follow-moved-house-detail = From field { $from } to field { $to }, where more nest sites are free.

# The diary: others of its kind.
follow-joined-flock = Joined another flock
follow-joined-flock-detail = { $birds ->
    [one] Its last bird lives on there.
   *[other] Its { $count } birds live on there.
}
follow-joined-band = Joined another band
follow-joined-band-detail = { $animals ->
    [one] Its last animal lives on there.
   *[other] Its { $count } animals live on there.
}
follow-birds-came = { $birds ->
    [one] { $count } bird of another flock joined it
   *[other] { $count } birds of another flock joined it
}
follow-animals-came = { $animals ->
    [one] { $count } animal of another band joined it
   *[other] { $count } animals of another band joined it
}
follow-birds-left = { $birds ->
    [one] { $count } bird left it for another flock
   *[other] { $count } birds left it for another flock
}
follow-animals-left = { $animals ->
    [one] { $count } animal left it for another band
   *[other] { $count } animals left it for another band
}

# The diary: a band of pests.
follow-moulted = { $moults ->
    [0] Moulted to the first instar
    [1] Moulted to the second instar
    [2] Moulted to the third instar
    [3] Moulted to the fourth instar
    [4] Moulted to the fifth instar
   *[5] Moulted to adults
}
follow-can-fly = They can fly.
follow-swarms = Began to swarm
follow-swarms-detail = Crowded for days, they go the way of their neighbours.
follow-scatters = Began to scatter
follow-last-eaten = The last were eaten by birds
follow-last-died = The last died
follow-were-left = { $animals ->
    [one] { $count } was left.
   *[other] { $count } were left.
}

# The diary: what was eaten between the events, over one day or since a day.
follow-fed = { $nestlings ->
    [one] Fed { $count } nestling
   *[other] Fed { $count } nestlings
}
# $insects and $pests are numbers, and $all and $count are how they are written.
follow-brought = { $insects ->
    [one] { $pests ->
        [0] { $all } insect brought, which was no pest.
       *[other] { $all } insect brought, which was a pest.
    }
   *[other] { $pests ->
        [0] { $all } insects brought, none of them pests.
        [one] { $all } insects brought, { $count } of them a pest.
       *[other] { $all } insects brought, { $count } of them pests.
    }
}
follow-brought-since = { $insects ->
    [one] { $pests ->
        [0] { $all } insect brought since { $date }, which was no pest.
       *[other] { $all } insect brought since { $date }, which was a pest.
    }
   *[other] { $pests ->
        [0] { $all } insects brought since { $date }, none of them pests.
        [one] { $all } insects brought since { $date }, { $count } of them a pest.
       *[other] { $all } insects brought since { $date }, { $count } of them pests.
    }
}
follow-ate-grain = Ate mostly grain
follow-ate-weed-seed = Ate mostly weed seed
follow-ate-insects = Ate mostly insects
follow-found-nothing = Found nothing to eat
follow-grams-a-day = { $grams } g a bird and day.
follow-grams-a-day-since = { $grams } g a bird and day since { $date }.
follow-took-leaf = Took { $weight }, mostly leaf
follow-took-grain = Took { $weight }, mostly grain
follow-grams = { $number } g
follow-kilograms = { $number } kg
follow-ate-nothing = Ate nothing
# $eaten and $died are numbers, or none in words.
follow-none = none
follow-band-lost = Birds ate { $eaten } of them; { $died } died otherwise.
follow-band-lost-since = Birds ate { $eaten } of them since { $date }; { $died } died otherwise.
follow-band-lost-and-laid = { $eggs ->
    [one] Birds ate { $eaten } of them; { $died } died otherwise; laid { $count } egg.
   *[other] Birds ate { $eaten } of them; { $died } died otherwise; laid { $count } eggs.
}
follow-band-lost-and-laid-since = { $eggs ->
    [one] Birds ate { $eaten } of them since { $date }; { $died } died otherwise; laid { $count } egg.
   *[other] Birds ate { $eaten } of them since { $date }; { $died } died otherwise; laid { $count } eggs.
}
follow-not-seen = { $days ->
    [one] { $count } day not seen
   *[other] { $count } days not seen
}
follow-day-not-seen-detail = The run has jumped over { $day }. Play from an earlier day to see it.
follow-days-not-seen-detail = The run has jumped over { $first } to { $last }. Play from an earlier day to see them.

# Its end.
follow-end-joined-flock = { $date }: joined another flock
follow-end-joined-band = { $date }: joined another band
follow-end-brood = { $date }: the last of its brood died without parents
follow-end-killed = { $date }: killed by the campaign
follow-end-killed-in-drive = { $date }: killed in the campaign’s drive
follow-end-died = { $date }: died
follow-end-birds-died = { $date }: the last of its birds died
follow-end-eaten = { $date }: eaten by birds
follow-end-band-died = { $date }: the last of them died

# The panel of a field.
follow-field = Field { $field }, { $ha } ha
follow-years = Its years
follow-years-bars = Bars: this run. Pale: the year is not over.
follow-years-bars-without = Bars: this run; dashed: without the campaign. Pale: the year is not over.
follow-years-harvest = Harvest
follow-years-leaf-lost = Leaf lost to pests
follow-years-killed = Sparrows killed
follow-years-none = { $quantity }: none
follow-years-up-to = { $unit }, up to { $most }
follow-kg-per-ha = kg/ha
follow-birds = birds
follow-year = { $year }: { $number } { $unit }
follow-year-without = { $year }: { $number } { $unit }; without the campaign { $without }
