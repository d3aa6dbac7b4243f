# Overlays: one number for each field, washed over the land.

overlays-title = Overlay
overlays-close = Close
# The cross on the legend of an overlay.
overlays-off = Take it off: the land as it is. Key: 0
overlays-none = Land as it is

# Each one's name, the unit of its values, and both together, as they stand above its legend.
overlays-pests = Pests
overlays-pests-unit = per m²
overlays-pests-legend = { overlays-pests } { overlays-pests-unit }
overlays-sparrows = Sparrows
overlays-sparrows-unit = feeding per ha
overlays-sparrows-legend = { overlays-sparrows } { overlays-sparrows-unit }
overlays-hunting = Hunting by birds
overlays-hunting-unit = % a day of pests within easy reach
overlays-hunting-legend = { overlays-hunting }, { overlays-hunting-unit }
overlays-killed = Sparrows killed
overlays-killed-unit = per ha this year
overlays-killed-legend = { overlays-killed } { overlays-killed-unit }
overlays-crop = Crop and stage
overlays-crop-unit = % of the way to ripe
overlays-crop-legend = { overlays-crop }, { overlays-crop-unit }
overlays-leaf-lost = Leaf lost to pests
overlays-leaf-lost-unit = %
overlays-leaf-lost-legend = { overlays-leaf-lost }, { overlays-leaf-lost-unit }
overlays-grain-pests = Grain lost to pests
overlays-grain-pests-unit = kg/ha this year
overlays-grain-pests-legend = { overlays-grain-pests }, { overlays-grain-pests-unit }
overlays-grain-birds = Grain eaten by birds
overlays-grain-birds-unit = kg/ha this year
overlays-grain-birds-legend = { overlays-grain-birds }, { overlays-grain-birds-unit }
overlays-eggs = Eggs in the soil
overlays-eggs-unit = per m²
overlays-eggs-legend = { overlays-eggs } { overlays-eggs-unit }
overlays-nest-sites = Nest sites
overlays-nest-sites-unit = pairs per ha
overlays-nest-sites-legend = { overlays-nest-sites }, { overlays-nest-sites-unit }
overlays-difference = Difference in leaf
overlays-difference-unit = %
overlays-difference-legend = { overlays-difference }, { overlays-difference-unit }
overlays-harvest-difference = Difference in harvest
overlays-harvest-difference-unit = %
overlays-harvest-difference-legend = { overlays-harvest-difference }, { overlays-harvest-difference-unit }
overlays-work = Work left undone
overlays-work-unit = % of the field’s work
overlays-work-legend = { overlays-work }, { overlays-work-unit }
overlays-trees = Trees
overlays-trees-unit = % of the ground
overlays-trees-legend = { overlays-trees }, { overlays-trees-unit }
overlays-unreaped = Grain not reaped
overlays-unreaped-unit = kg/ha, ripe
overlays-unreaped-legend = { overlays-unreaped }, { overlays-unreaped-unit }

# A value on a field.
overlays-value = { $value } { $unit }
overlays-less-than-without = { $percent } % less than without the campaign
overlays-less-without = { $percent } % less without the campaign
overlays-same-as-without = the same without the campaign

# The legend.
overlays-unfold = Show the scale
overlays-fold = Fold it up
overlays-note-pests = Hoppers from the third instar, and adults; colours by the square root
overlays-note-difference = As % of whichever has more leaf.
overlays-note-harvest-difference = Reaped this year, as % of whichever reaped more.
overlays-note-hunting = Chance to be taken of one that birds reach easily.
overlays-note-crop = Flowers half way
# Where there is no value, which is hatched.
overlays-nothing-hunting = no pests
overlays-nothing-sown = nothing sown
overlays-nothing-in-either = nothing grows in either
overlays-nothing-reaped-in-either = nothing reaped in either
overlays-nothing-no-cropland = not counted: no cropland
overlays-note-root = Colours by the square root
# Of the difference, in two short lines.
overlays-tick-less =
    { $percent } % less
    with the campaign
overlays-tick-without-less =
    { $percent } % less
    without it
overlays-tick-same = same
overlays-tick-end = { $value } and more

# Where a difference hardly shows.
overlays-differ-later = Without the campaign, this day is still to come.
overlays-differ-nothing-grows = Nothing grows on this day.
overlays-differ-same = Leaf is the same in both on this day.
overlays-differ-hardly = Leaf hardly differs on this day.
overlays-differ-nothing-reaped = Nothing has been reaped this year.
overlays-differ-same-harvest = So far, as much was reaped everywhere without the campaign.
overlays-differ-hardly-harvest = On most fields, the harvest hardly differs.

# An overlay that is offered: what has happened, and the button that shows it.
overlays-offer-killed = Sparrows are being killed
overlays-offer-hunting = Few sparrows are left to hunt pests
overlays-offer-pests = More than one pest per m²
overlays-offer-leaf = Less leaf than without the campaign
overlays-offer-work = There are too few hands
overlays-offer-unreaped = Ripe grain falls unreaped
overlays-see-killed = See sparrows killed
overlays-see-hunting = See hunting by birds
overlays-see-pests = See pests
overlays-see-leaf = See leaf lost to pests
overlays-see-work = See work left undone
overlays-see-unreaped = See grain not reaped
