# The time line under the map.

time-back = Back a day. Key: ,
time-forward = Forward a day. Key: .
time-play = Play
time-play-tip = Play. Key: space
time-pause = Pause
time-pause-tip = Pause. Key: space

# The speed: a word above it, and the days a second that are reached.
time-speed = speed
time-story = story
time-speed-shown = { $days } days/s
time-speed-aloud = Speed: { $speed }
time-speed-tip = How many days pass in a second
time-speed-slower-tip = { $reached } days pass in a second. This computer does not reach the { $asked } that are asked for.
time-speed-choice = { $days ->
    [one] { $days } day a second
   *[other] { $days } days a second
}
time-follow-story = Follow the story
time-follow-story-tip = Days pass faster while little happens, and slower around the campaign's drives and harvests.

# The bands.
time-the-run = the run
time-more-branches = { $branches } more
time-before-first-day = before the first day

# What happened. The list of what has no room on the line: its button, and the same for those who cannot see it.
time-more = { $events } more
time-more-events = { $events ->
    [one] { $events } more event
   *[other] { $events } more events
}
time-campaign-starts = The campaign starts
time-campaign-stops = The campaign stops
time-few-sparrows = Sparrows under a tenth of those without the campaign: { $with } per hectare against { $without }
time-first-swarm = { $pests ->
    [one] The first swarm: { $count } pest
   *[other] The first swarm: { $count } pests crowd together and move as one
}
time-most-pests = Pests at their most: { $with } per m²
time-most-pests-against = Pests at their most: { $with } per m²; { $without } on the same day without the campaign
time-harvest-below = Harvest of { $year }, { $percent } % below that without the campaign: { $with } t per hectare against { $without }
time-harvest-far-below = Harvest of { $year }, far below that without the campaign, by { $percent } %: { $with } t per hectare against { $without }
