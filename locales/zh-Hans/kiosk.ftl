# 展台。每屏只讲一件事：标题简短，全部文字不超过八十个汉字。

# 首屏，以及开始之前的说明。
kiosk-name = 麻雀消失之后
kiosk-question = 1958年，中国因为麻雀吃粮，要把它们消灭。一块块田地里，后来发生了什么？
kiosk-content-note = 本展讲述一场真实的运动，以及一场有人因此丧生的饥荒。
kiosk-before-you-begin = 开始之前
not-evidence = 这是简化的模型，展示各种机制如何共同起作用，不是史实的证据。

# 前进与返回。
kiosk-go-on = 继续
kiosk-back = 返回
kiosk-skip = 跳过
kiosk-what-then = 后来呢？
kiosk-why = 为什么？
kiosk-compare = 如果没有这场运动？
kiosk-go-on-freely = 自由探索
kiosk-plan = 整个计划
kiosk-sources = 资料来源

# 每屏都有的按钮（供读屏软件使用）。
kiosk-text-size = 文字大小
kiosk-calm = 减少动画，增强对比
kiosk-start-again = 重新开始

# 日期；$month 是月份数字。
date-long = { $year }年{ $month }月{ $day }日

# 田地下方的说明。
kiosk-caption = { $date } · 每公顷{ $sparrows }只麻雀
kiosk-caption-pests = { $date } · 每公顷{ $sparrows }只麻雀 · 每平方米{ $pests }只害虫

# 平静的田野。
kiosk-peace = 谁住在这片田里？
kiosk-peace-who = 树麻雀：每公顷有{ $sparrows }只。它们在屋檐下筑巢。
kiosk-ask-food = 它们吃什么？
kiosk-tell-food = 主要是草籽和谷物。
kiosk-ask-chicks = 雏鸟吃什么？
kiosk-tell-chicks = 主要是昆虫。

# 猜一猜。
kiosk-predict = 没有麻雀，收成会怎样？
kiosk-predict-what-sparrows-eat = 每只麻雀都吃一点粮食。春天，它们用昆虫喂养雏鸟。
kiosk-more-grain = 粮食更多
kiosk-same-grain = 差不多
kiosk-less-grain = 粮食更少
kiosk-no-score = 这里不计分。
kiosk-said-more = 您猜的是：粮食更多。
kiosk-said-same = 您猜的是：差不多。
kiosk-said-less = 您猜的是：粮食更少。

# 运动。$date 是第一天。
kiosk-campaign = 消灭麻雀的运动
kiosk-campaign-what = { $date }：人人都被动员起来打麻雀。
kiosk-start = 开始运动
kiosk-stop-campaign = 停止运动
kiosk-birds-are-killed = 麻雀正在被消灭
kiosk-how-birds-are-killed = 锣鼓声让麻雀无处落脚，还有人用枪打、用药毒。请看田里的鸟，直到秋收结束。
kiosk-under-way = 时间在流逝
kiosk-under-way-what = 模型逐日推演每一块田地。

# 收成，与没有运动的同一片土地相比。
kiosk-harvest-same = { $year }年：收成差不多
kiosk-harvest-little-more = { $year }年：粮食略多
kiosk-harvest-little-less = { $year }年：粮食略少
kiosk-harvest-more = { $year }年：粮食多{ $percent }%
kiosk-harvest-less = { $year }年：粮食少{ $percent }%
kiosk-with-campaign = 有这场运动
kiosk-without-campaign = 没有这场运动
kiosk-tonnes = { $number }吨
kiosk-birds-took-less = 吃田里粮食的鸟少了。
kiosk-fallen = { $year }年的收成，与同一片土地、同样天气、没有运动时相比。
kiosk-none-has-fallen = 在这里，没有一年的收成减少一成。这是损失最多的一年。

# 原因。$sense 为 less、more 或 same，与没有运动的同一片土地相比；有运动的数字在前。
kiosk-why-less = 粮食为什么少了？
kiosk-why-more = 粮食为什么多了？
kiosk-why-same = 什么变了？
kiosk-link-birds = { $sense ->
    [less] 麻雀所剩无几
    [more] 麻雀更多
   *[same] 麻雀一样多
}
kiosk-link-birds-number = 每公顷{ $with }只，而不是{ $without }只
kiosk-link-pests = { $sense ->
    [less] 害虫更少
    [more] 害虫活了下来
   *[same] 害虫一样多
}
kiosk-link-pests-number = 每平方米最多{ $with }只，而不是{ $without }只
kiosk-link-leaf = { $sense ->
    [less] 被吃的叶子更少
    [more] 叶子被吃掉
   *[same] 被吃的叶子一样多
}
kiosk-link-leaf-number = { $with }吨，而不是{ $without }吨
kiosk-link-harvest = { $sense ->
    [less] 谷穗不饱满
    [more] 粮食更多
   *[same] 粮食一样多
}
kiosk-link-harvest-number = { $year }年{ $with }吨，而不是{ $without }吨
kiosk-map-birds = { $date }：麻雀觅食之处，颜色越深越多。
kiosk-map-pests = { $date }：害虫所在，颜色越深越多。
kiosk-map-leaf = { $date }：被害虫吃掉的叶子，颜色越深越多。
kiosk-map-grain = { $date }：今年被害虫吃掉的谷物，颜色越深越多。

# 同一片土地，两种情形。
kiosk-same-start = 同样的天气与起点，只差一件事
kiosk-with = 有
kiosk-without = 没有
kiosk-sparrows = 麻雀
kiosk-per-hectare = 只/公顷
kiosk-pests = 害虫
kiosk-per-square-metre = 只/平方米
kiosk-harvest-of = { $year }年收成
kiosk-in-tonnes = 吨
kiosk-made-worse = 消灭麻雀使本已下降的收成更差。大部分损失由其他政策造成。

# 自由探索。
kiosk-free = 现在由您来试
kiosk-free-what = 开始或停止这场运动，看看会怎样。
kiosk-twin = 同时看没有运动的
kiosk-slow = 慢
kiosk-quick = 较快
kiosk-fast = 快
kiosk-closer = 放大
kiosk-farther = 缩小
kiosk-whole-land = 全貌
kiosk-to-the-left = 向左
kiosk-to-the-right = 向右
kiosk-up = 向上
kiosk-down = 向下

# 整个计划。
kiosk-plan-title = 更大计划的一部分
kiosk-plan-what = 千百万人离开田地去炼钢、修水利。产量被大大高报，征购过多。
kiosk-plan-harvests = 全国粮食：1957年1.95亿吨，1960年1.435亿吨。
kiosk-plan-deaths = 约1500万至4500万人死亡，许多人口学家认为约3000万。

# 依据。
kiosk-sources-title = 这些从何得知
kiosk-source-campaign = 运动：Frank等，2025。
kiosk-source-harvests = 收成：Lin与Yang，2000。
kiosk-source-food = 麻雀的食物：郑作新等，《动物学报》。
kiosk-source-model = 田地里的一切都由模型逐日算出。

# 一段时间无人触摸时。$seconds 是剩余秒数。
kiosk-still-here = 您还在吗？
kiosk-starts-again = { $seconds }秒后将为下一位观众重新开始。
