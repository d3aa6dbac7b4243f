# All parameters of the run, and what was done by hand.

parameters-search = Search: clutch, hunger, wheat …
parameters-changed-only = Changed only ({ $changed })
parameters-changed-only-tip = Only what differs from the defaults, or from this scenario’s file
parameters-save = Save as scenario
parameters-save-tip = A scenario file of your own, with what you did on its dates
parameters-acts-from = A change acts from { $date } on, in both worlds: in this run and in the same without the campaign.
parameters-acts-on-arrival = The run is on its way to another day. What you change now acts there, from { $date } on, in both worlds.
parameters-begins-a-branch = This is a past day: a change begins a branch, and the days already simulated are kept.
parameters-levers = The levers of the plan, with their dates
parameters-only-at-start = Read only when a run begins, so it can be set in a scenario file, and not here:
parameters-nothing-changed = Nothing is changed.
parameters-nothing-found = Nothing was found.

# The groups.
parameters-group-land = Land
parameters-group-weather = Weather
parameters-group-winter-wheat = Winter wheat
parameters-group-maize = Maize
parameters-group-sweet-potato = Sweet potato
parameters-group-early-rice = Early rice
parameters-group-single-rice = Single rice
parameters-group-pest = Crop pest
parameters-group-sparrow = Sparrows
parameters-group-encounter = Who eats what
parameters-group-campaign = Campaign
parameters-group-labour = Farm labour
parameters-group-methods = Untested methods
parameters-group-plan = State plan
parameters-group-farms = Collective farms
parameters-group-steel = Steel and tools
parameters-group-forest = Forest
parameters-group-housing = Houses
parameters-group-irrigation = Irrigation
parameters-group-grain = Grain
parameters-group-people = People

# What has to be known of a group in this scenario.
parameters-note-labour = In this scenario hands are not counted: there are always enough.
parameters-note-people = In this scenario people are not counted, nor the grain that they eat.
parameters-note-plan = What the state orders. Most of it does nothing where hands and people are not counted.
parameters-note-not-sown = No field of this land is sown with it.

# A parameter.
parameters-value = { $value } { $unit }
parameters-name-and-value = { $name }: { $value }
parameters-changed = changed
parameters-set-by-scenario = set by this scenario
parameters-default = Default { $usual }; allowed { $least } to { $most }.
parameters-default-and-given = Default { $usual }; in this scenario { $given }; allowed { $least } to { $most }.
parameters-until = { $next } from { $date } on; { $today } until then.
parameters-to-default = Back to the default, { $value }
parameters-to-given = Back to the scenario’s, { $value }
parameters-source = Source
parameters-source-of = Source of the default: { $source }
parameters-path = In a scenario file: { $path }
# What is wrong with a value: a clause without a full stop.
parameters-not-set = Not set: { $fault }.
parameters-not-a-number = found { $text }, which is not a number; allowed: { $allowed }

# What was done by hand.
parameters-done = What was done
parameters-done-branch = Branch: { $branch }
parameters-done-branch-shown = Branch: { $branch } (shown)
parameters-done-fork = { $days ->
    [one] Branches from “{ $parent }” after { $days } day, including everything done until then.
   *[other] Branches from “{ $parent }” after { $days } days, including everything done until then.
}
parameters-done-nothing = Nothing was done by hand.
parameters-done-go = Go
parameters-done-go-tip = Go to this day
parameters-done-start = Campaign started
parameters-done-effort = Effort of the campaign
parameters-done-stop = Campaign stopped
parameters-done-weather = { $days ->
    [one] Weather for { $days } day
   *[other] Weather for { $days } days
}
parameters-done-weather-change = { $degrees } °C, wetness { $wetness }
parameters-done-nets = Nets over fields
parameters-done-set = { $group }: { $parameter }
# From what to what.
parameters-done-change = { $before } → { $after }
parameters-done-effort-is = effort { $effort }
parameters-done-no-effort = off
parameters-done-nets-are = one net in { $spacing } × { $spacing } fields
parameters-done-no-nets = no nets
