# El puesto del museo. Una idea por pantalla: un titular de ocho palabras como máximo, y cincuenta palabras en total.

# La primera pantalla, y lo que se dice antes de nada.
kiosk-name = Sparrowfall
kiosk-question = En 1958 China se propuso matar a sus gorriones, porque comían grano. ¿Qué pasó después, campo a campo?
kiosk-content-note = Esta exposición trata de una campaña real y de una hambruna en la que murió gente.
kiosk-before-you-begin = Antes de empezar
not-evidence = Un modelo simplificado. Muestra cómo se combinan los mecanismos; no es una prueba.

# Lo que lleva adelante y atrás.
kiosk-go-on = Seguir
kiosk-back = Volver
kiosk-skip = Saltar
kiosk-what-then = ¿Y después?
kiosk-why = ¿Por qué?
kiosk-compare = ¿Y sin la campaña?
kiosk-go-on-freely = Explorar
kiosk-plan = Todo el plan
kiosk-sources = Fuentes

# Los botones de todas las pantallas, para quien los oye.
kiosk-text-size = Tamaño del texto
kiosk-calm = Menos movimiento, más contraste
kiosk-start-again = Empezar de nuevo

# Fechas. $month es el número del mes.
date-long = { $day } de { $month ->
    [1] enero
    [2] febrero
    [3] marzo
    [4] abril
    [5] mayo
    [6] junio
    [7] julio
    [8] agosto
    [9] septiembre
    [10] octubre
    [11] noviembre
   *[12] diciembre
    } de { $year }

# Lo que se ve de la tierra.
kiosk-caption = { $date } · { $sparrows } gorriones por hectárea
kiosk-caption-pests = { $date } · { $sparrows } gorriones por hectárea · { $pests } insectos por metro cuadrado

# El campo en paz.
kiosk-peace = ¿Quién vive en estos campos?
kiosk-peace-who = Gorriones molineros: { $sparrows } por hectárea. Anidan bajo los tejados.
kiosk-ask-food = ¿Qué comen?
kiosk-tell-food = Sobre todo semillas y grano.
kiosk-ask-chicks = ¿Qué comen sus crías?
kiosk-tell-chicks = Sobre todo insectos.

# La apuesta.
kiosk-predict = Sin gorriones, ¿qué pasa con la cosecha?
kiosk-predict-what-sparrows-eat = Cada gorrión come un poco de grano. En primavera alimentan a sus crías con insectos.
kiosk-more-grain = Más grano
kiosk-same-grain = Más o menos igual
kiosk-less-grain = Menos grano
kiosk-no-score = No hay puntos.
kiosk-said-more = Su respuesta: más grano.
kiosk-said-same = Su respuesta: más o menos igual.
kiosk-said-less = Su respuesta: menos grano.

# La campaña. $date es su primer día.
kiosk-campaign = La campaña contra los gorriones
kiosk-campaign-what = { $date }: se llama a todo el mundo a matar gorriones.
kiosk-start = Empezar la campaña
kiosk-stop-campaign = Parar la campaña
kiosk-birds-are-killed = Están matando a los gorriones
kiosk-how-birds-are-killed = Los tambores no los dejan posarse hasta que caen. A otros les disparan o los envenenan. Mire las aves hasta la cosecha.
kiosk-under-way = Pasan los años
kiosk-under-way-what = La simulación vive cada día, campo a campo.

# Cosechas, junto a las de la misma tierra sin la campaña.
kiosk-harvest-same = { $year }: más o menos el mismo grano
kiosk-harvest-little-more = { $year }: un poco más de grano
kiosk-harvest-little-less = { $year }: un poco menos de grano
kiosk-harvest-more = { $year }: un { $percent } % más de grano
kiosk-harvest-less = { $year }: un { $percent } % menos de grano
kiosk-with-campaign = Con la campaña
kiosk-without-campaign = Sin ella
kiosk-tonnes = { $number } t
kiosk-birds-took-less = Quedaban menos aves que comieran grano en los campos.
kiosk-fallen = La cosecha de { $year }, junto a la de la misma tierra, con el mismo tiempo, sin la campaña.
kiosk-none-has-fallen = En este lugar ninguna cosecha bajó un diez por ciento. Este es el año que más perdió.

# Por qué. $sense es less, more o same, frente a la misma tierra sin la campaña. Primero los números con la campaña.
kiosk-why-less = ¿Por qué hay menos grano?
kiosk-why-more = ¿Por qué hay más grano?
kiosk-why-same = ¿Qué ha cambiado?
kiosk-link-birds = { $sense ->
    [less] Quedan pocos gorriones
    [more] Hay más gorriones
   *[same] Igual de gorriones
}
kiosk-link-birds-number = { $with } por hectárea, no { $without }
kiosk-link-pests = { $sense ->
    [less] Hay menos insectos
    [more] Los insectos sobreviven
   *[same] Igual de insectos
}
kiosk-link-pests-number = como mucho { $with } por metro cuadrado, no { $without }
kiosk-link-leaf = { $sense ->
    [less] Comen menos hojas
    [more] Se comen las hojas
   *[same] Comen las mismas hojas
}
kiosk-link-leaf-number = { $with } t, no { $without } t
kiosk-link-harvest = { $sense ->
    [less] Las espigas quedan vacías
    [more] Hay más grano
   *[same] Igual de grano
}
kiosk-link-harvest-number = { $with } t en { $year }, no { $without } t
kiosk-map-birds = { $date }: dónde comen los gorriones. Más oscuro, más.
kiosk-map-pests = { $date }: dónde están los insectos. Más oscuro, más.
kiosk-map-leaf = { $date }: hojas comidas por los insectos. Más oscuro, más.
kiosk-map-grain = { $date }: grano comido por los insectos este año. Más oscuro, más.

# La misma tierra dos veces.
kiosk-same-start = Mismo tiempo, mismo comienzo. Una diferencia.
kiosk-with = con
kiosk-without = sin
kiosk-sparrows = Gorriones
kiosk-per-hectare = por hectárea
kiosk-pests = Insectos
kiosk-per-square-metre = por m²
kiosk-harvest-of = Cosecha { $year }
kiosk-in-tonnes = toneladas
kiosk-made-worse = Matar gorriones empeoró cosechas que ya fallaban. Otras políticas hicieron la mayor parte del daño.

# Por su cuenta.
kiosk-free = La tierra es suya
kiosk-free-what = Empiece o pare la campaña, y vea qué sigue.
kiosk-twin = También sin ella
kiosk-slow = Lento
kiosk-quick = Medio
kiosk-fast = Rápido
kiosk-closer = Más cerca
kiosk-farther = Más lejos
kiosk-whole-land = Toda la tierra
kiosk-to-the-left = A la izquierda
kiosk-to-the-right = A la derecha
kiosk-up = Arriba
kiosk-down = Abajo

# Todo el plan.
kiosk-plan-title = Una parte de un plan mayor
kiosk-plan-what = Millones dejaron los campos por el acero y los canales. Se exageraron las cosechas, y el Estado tomó demasiado.
kiosk-plan-harvests = Grano: 195 millones de toneladas en 1957, 143,5 en 1960.
kiosk-plan-deaths = Murieron entre 15 y 45 millones; muchos demógrafos calculan unos 30 millones.

# De dónde se sabe.
kiosk-sources-title = De dónde se sabe todo esto
kiosk-source-campaign = La campaña: Frank y otros, 2025.
kiosk-source-harvests = Cosechas: Lin y Yang, 2000.
kiosk-source-food = Qué comen los gorriones: Cheng Tso-hsin y otros, Acta Zoologica Sinica.
kiosk-source-model = Todo lo que se ve lo calcula un modelo, día a día.

# Cuando nadie ha tocado nada. $seconds son los que quedan.
kiosk-still-here = ¿Sigue ahí?
kiosk-starts-again = { $seconds ->
    [one] En { $seconds } segundo todo vuelve a empezar para la siguiente visita.
   *[other] En { $seconds } segundos todo vuelve a empezar para la siguiente visita.
}
