"""Wolf, sheep and grass on Mesa, by the rules in benches/README.md.

Written against Mesa's public interface to be fast: every animal is a Mesa agent, and each species acts by
`shuffle_do`. Mesa's grids are not used: an object for each cell costs time and memory that the rules can do without.
The sheep of a cell are a plain list that the sheep themselves fill anew as they act, and the grass is an array that
grows in one operation.
"""

import argparse
import gc
import resource
import time

import mesa
import numpy

SHEEP_GAIN = 5
WOLF_GAIN = 13
GROWN = -1
WAYS = ((-1, -1), (0, -1), (1, -1), (-1, 0), (1, 0), (-1, 1), (0, 1), (1, 1))

# Side, sheep, wolves, regrowth, chances that a sheep and a wolf has young.
SIZES = {
    "small": (25, 60, 40, 20, 0.2, 0.1),
    "large": (100, 1000, 500, 10, 0.4, 0.2),
    "100k": (480, 23_040, 11_520, 10, 0.4, 0.2),
    "1m": (1500, 225_000, 112_500, 10, 0.4, 0.2),
}


class Animal(mesa.Agent):
    def __init__(self, model, x, y, energy):
        super().__init__(model)
        self.x = x
        self.y = y
        self.energy = energy


class Sheep(Animal):
    def step(self):
        model = self.model
        chance = model.chance
        dx, dy = WAYS[int(chance() * 8)]
        last = model.last
        # Held at the border: plain comparisons, which cost less than `min` and `max`.
        x = self.x + dx
        if x < 0:
            x = 0
        elif x > last:
            x = last
        self.x = x
        y = self.y + dy
        if y < 0:
            y = 0
        elif y > last:
            y = last
        self.y = y
        energy = self.energy - 1
        cell = y * model.side + x
        if model.grown[cell] == GROWN:
            model.grown[cell] = model.regrowth
            energy += SHEEP_GAIN
        if energy < 0:
            self.remove()
            return
        flock = model.flock
        here = flock.get(cell)
        if here is None:
            here = flock[cell] = []
        here.append(self)
        if chance() < model.sheep_birth:
            energy /= 2
            here.append(Sheep(model, x, y, energy))
        self.energy = energy


class Wolf(Animal):
    def step(self):
        model = self.model
        chance = model.chance
        dx, dy = WAYS[int(chance() * 8)]
        last = model.last
        x = self.x + dx
        if x < 0:
            x = 0
        elif x > last:
            x = last
        self.x = x
        y = self.y + dy
        if y < 0:
            y = 0
        elif y > last:
            y = last
        self.y = y
        energy = self.energy - 1
        here = model.flock.get(y * model.side + x)
        if here:
            # The last takes the place of the one eaten.
            prey = int(chance() * len(here))
            here[prey], here[-1] = here[-1], here[prey]
            here.pop().remove()
            energy += WOLF_GAIN
        if energy < 0:
            self.remove()
            return
        if chance() < model.wolf_birth:
            energy /= 2
            Wolf(model, x, y, energy)
        self.energy = energy


class Pasture(mesa.Model):
    def __init__(self, size, seed):
        super().__init__(rng=seed)
        self.side, sheep, wolves, self.regrowth, self.sheep_birth, self.wolf_birth = SIZES[size]
        self.last = self.side - 1
        self.chance = self.random.random
        cells = self.side * self.side
        self.grass = numpy.where(
            self.rng.random(cells) < 0.5, GROWN, self.rng.integers(0, self.regrowth, cells)
        ).astype(numpy.int8)
        # The same bytes, which read one by one faster than the array does.
        self.grown = memoryview(self.grass)
        self.flock = {}
        for species, count, most in ((Sheep, sheep, 2 * SHEEP_GAIN), (Wolf, wolves, 2 * WOLF_GAIN)):
            at = self.random.randrange
            for _ in range(count):
                species(self, at(self.side), at(self.side), at(most))

    def alive(self):
        return len(self.agents)

    def step(self):
        self.flock.clear()
        # A species may have died out, or never have been.
        for species in (Sheep, Wolf):
            if species in self.agents_by_type:
                self.agents_by_type[species].shuffle_do("step")
        # A bare cell counts down to 0 and is grown one step later.
        self.grass -= self.grass >= 0


def run(size, seed, steps):
    """Give the animals alive when a step began, summed over the steps, and the seconds the steps took."""
    model = Pasture(size, seed)
    # What set-up made stays: the collector need not look at it again and again.
    gc.collect()
    gc.freeze()
    updates = 0
    began = time.perf_counter()
    for _ in range(steps):
        updates += model.alive()
        model.step()
    seconds = time.perf_counter() - began
    gc.unfreeze()
    return updates, seconds


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", choices=SIZES, default="small")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--steps", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    outcomes = [run(options.size, options.seed, options.steps) for _ in range(options.runs)]
    outcomes.sort(key=lambda outcome: outcome[1])
    updates, seconds = outcomes[len(outcomes) // 2]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"rate={1e-6 * updates / seconds:.4f} mean={updates / options.steps:.2f} memory={memory:.1f}")


if __name__ == "__main__":
    main()
