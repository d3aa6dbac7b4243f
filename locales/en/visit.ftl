# What a first visit is led by: a line about each harvest of the run's and the same harvest without the campaign.

visit-harvest-larger = Harvest of { $year }: { $percent } % larger than without the campaign
visit-harvest-smaller = Harvest of { $year }: { $percent } % smaller than without the campaign
visit-harvest-same = Harvest of { $year }: as large as without the campaign
# On a button that opens what led to that harvest.
visit-why = Why?
visit-why-tip = What led to this harvest. Key: W
