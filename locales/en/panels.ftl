# Everything around the map: tabs, switches, dialogs.

tab-land = Land
tab-land-tip = The map
tab-twin = Twin
tab-twin-tip = The same land without the campaign, beside this run. Key: T
tab-why = Why?
tab-why-tip = What led to a harvest. Key: W
tab-charts = Charts
tab-charts-tip = Numbers over time, other seeds, one number against another, and files. Key: G
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
