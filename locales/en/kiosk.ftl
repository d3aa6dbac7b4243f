# The kiosk. One idea a screen: a headline of at most eight words, and at most fifty words in all.

# The first screen, and what is said before anything else.
kiosk-name = Sparrowfall
kiosk-question = In 1958 China set out to kill its sparrows, because they ate grain. What followed, field by field?
kiosk-content-note = This exhibit is about a real campaign, and about a famine in which people died.
kiosk-before-you-begin = Before you begin

# What leads on and back.
kiosk-go-on = Go on
kiosk-back = Back
kiosk-skip = Skip
kiosk-what-then = And then?
kiosk-why = Why?
kiosk-compare = Without the campaign?
kiosk-go-on-freely = Go on freely
kiosk-plan = The whole plan
kiosk-sources = Sources

# The bar on every screen: what its buttons do, for those who hear them.
kiosk-text-size = Size of the text
kiosk-calm = Less motion, more contrast
kiosk-start-again = Start again

# What is seen of the land.
kiosk-caption = { $date } · { $sparrows } sparrows a hectare
kiosk-caption-pests = { $date } · { $sparrows } sparrows a hectare · { $pests } pests a square metre

# The field at peace.
kiosk-peace = Who lives in these fields?
kiosk-peace-who = Tree sparrows: { $sparrows } of them on a hectare. They nest under the roofs.
kiosk-ask-food = What do they eat?
kiosk-tell-food = Mostly seed and grain.
kiosk-ask-chicks = What do their chicks eat?
kiosk-tell-chicks = Mainly insects.

# Place your bet.
kiosk-predict = Without sparrows, what happens to the harvest?
kiosk-predict-what-sparrows-eat = Each of these sparrows eats a little grain. In spring they feed their chicks on insects.
kiosk-more-grain = More grain
kiosk-same-grain = About the same
kiosk-less-grain = Less grain
kiosk-no-score = There is no score.
kiosk-said-more = You said: more grain.
kiosk-said-same = You said: about the same.
kiosk-said-less = You said: less grain.

# The campaign. $date is its first day.
kiosk-campaign = The campaign against the sparrows
kiosk-campaign-what = { $date }: everyone is called out to kill sparrows.
kiosk-start = Start the campaign
kiosk-stop-campaign = Stop the campaign
kiosk-birds-are-killed = The sparrows are being killed
kiosk-how-birds-are-killed = Drums keep them in the air until they fall. Others are shot or poisoned. Watch the birds on the land, until the harvest is in.
kiosk-under-way = The years pass
kiosk-under-way-what = Field by field the simulation lives each day.

# Harvests, beside those of the same land without the campaign.
kiosk-harvest-same = { $year }: about as much grain
kiosk-harvest-little-more = { $year }: a little more grain
kiosk-harvest-little-less = { $year }: a little less grain
kiosk-harvest-more = { $year }: { $percent } % more grain
kiosk-harvest-less = { $year }: { $percent } % less grain
kiosk-with-campaign = With the campaign
kiosk-without-campaign = Without it
kiosk-tonnes = { $number } t
kiosk-birds-took-less = Fewer birds were left to take grain from the fields.
kiosk-fallen = The harvest of { $year }, beside that of the same land, in the same weather, without the campaign.
kiosk-none-has-fallen = In this place no harvest fell by a tenth. This is the year that lost most.

# Why. $sense is less, more or same: how this run differs from the same land without the campaign. Numbers stand with the campaign first.
kiosk-why-less = Why is there less grain?
kiosk-why-more = Why is there more grain?
kiosk-why-same = What has changed?
kiosk-link-birds = { $sense ->
    [less] Few sparrows are left
    [more] There are more sparrows
   *[same] As many sparrows
}
kiosk-link-birds-number = { $with } a hectare, not { $without }
kiosk-link-pests = { $sense ->
    [less] There are fewer insects
    [more] Insects live on
   *[same] As many insects
}
kiosk-link-pests-number = at most { $with } a square metre, not { $without }
kiosk-link-leaf = { $sense ->
    [less] They eat less leaf
    [more] They eat the leaves
   *[same] They eat as much leaf
}
kiosk-link-leaf-number = { $with } t, not { $without } t
kiosk-link-harvest = { $sense ->
    [less] Ears stay empty
    [more] There is more grain
   *[same] As much grain
}
kiosk-link-harvest-number = { $with } t in { $year }, not { $without } t
kiosk-map-birds = { $date }: where sparrows feed. The darker, the more.
kiosk-map-pests = { $date }: where the pests are. The darker, the more.
kiosk-map-leaf = { $date }: leaf eaten by pests. The darker, the more.
kiosk-map-grain = { $date }: grain eaten by pests this year. The darker, the more.

# The same land twice.
kiosk-same-start = Same weather, same start. One difference.
kiosk-with = with
kiosk-without = without
kiosk-sparrows = Sparrows
kiosk-per-hectare = per hectare
kiosk-pests = Pests
kiosk-per-square-metre = per m²
kiosk-harvest-of = Harvest { $year }
kiosk-in-tonnes = tonnes
kiosk-made-worse = Killing sparrows made the failing harvests worse. Other policies did most of the damage.

# Free play.
kiosk-free = The land is yours
kiosk-free-what = Start or stop the campaign, and see what follows.
kiosk-twin = Without it, too
kiosk-slow = Slow
kiosk-quick = Quick
kiosk-fast = Fast
kiosk-closer = Closer
kiosk-farther = Farther away
kiosk-whole-land = All the land
kiosk-to-the-left = To the left
kiosk-to-the-right = To the right
kiosk-up = Up
kiosk-down = Down

# The whole plan.
kiosk-plan-title = One part of a larger plan
kiosk-plan-what = Millions left the fields for steel and waterworks. Harvests were reported far too high, and the state took too much.
kiosk-plan-harvests = Grain: 195 million tonnes in 1957, 143.5 in 1960.
kiosk-plan-deaths = About 15 to 45 million people died; many demographers find around 30 million.

# Where it is known from.
kiosk-sources-title = Where this is known from
kiosk-source-campaign = The campaign: Frank and others, 2025.
kiosk-source-harvests = Harvests: Lin and Yang, 2000.
kiosk-source-food = What sparrows eat: Cheng Tso-hsin and others, Acta Zoologica Sinica.
kiosk-source-model = Everything on the land is computed by a model, day by day.

# When nobody has touched anything for a while. $seconds is how many are left.
kiosk-still-here = Are you still here?
kiosk-starts-again = { $seconds ->
    [one] In { $seconds } second everything starts again for the next visitor.
   *[other] In { $seconds } seconds everything starts again for the next visitor.
}
