/** How many had the event, and of how many, by cell. */
export type CellParts = { part: Float64Array; whole: Float64Array };

type Level = { size: number; rate: Float64Array; variance: Float64Array; kept: Float64Array };

/**
 * A level of groups, each a block of `size` cells. A rate is drawn towards that of the next larger group as if so many
 * events of that group had been seen in it, too, among as many members as the group needs for them, and `members` at
 * least.
 */
export type NestedLevel = { size: number; events: number; members: number };

/**
 * Rates of cells that lie in groups, which lie in larger groups. A rate is drawn towards that of its group, so that a
 * cell in which a rare event was not seen is not thought to be without it; that of the whole stands for itself. Then the
 * rates of cells are scaled alike, so that together they account for as many events as there were.
 * `levels` go from coarse to fine, without the whole and with the cells themselves (size 1) last; each size is a multiple
 * of the next.
 * Source: the beta-binomial model with the group's rate as the prior's mean (Gelman et al., "Bayesian Data Analysis",
 * 3rd ed., 2.4 and 5.3).
 */
export class NestedRates {
  private readonly levels: Level[] = [];

  constructor({ part, whole }: CellParts, levels: readonly NestedLevel[]) {
    let coarser: Level | undefined;
    for (const given of [{ size: whole.length, events: 0, members: 0 }, ...levels]) {
      const level = levelOf({ part, whole }, given, coarser);
      this.levels.push(level);
      coarser = level;
    }
    if (coarser) accountForAll({ part, whole }, coarser.rate);
  }

  /** The rate of a cell. */
  rate(cell: number): number {
    return this.levels.at(-1)?.rate[cell] ?? 0;
  }

  /**
   * How many events are to be expected of so many members of each cell. `chance` is the variance of their number if the
   * rates were known, `doubt` what not knowing them adds: a rate's error is shared by all members of its cell, and a
   * group's by all cells drawn towards it.
   */
  expect(members: Float64Array): { estimate: number; chance: number; doubt: number } {
    let estimate = 0;
    let chance = 0;
    for (let cell = 0; cell < members.length; cell++) {
      const many = members[cell] ?? 0;
      const rate = many === 0 ? 0 : this.rate(cell);
      estimate += many * rate;
      chance += many * rate * (1 - rate);
    }
    return { estimate, chance, doubt: this.doubt(members) };
  }

  private doubt(members: Float64Array): number {
    let doubt = 0;
    let reach = members;
    for (let l = this.levels.length - 1; l >= 0; l--) {
      const level = this.levels[l];
      const coarser = this.levels[l - 1];
      if (!level) continue;
      const handed = new Float64Array(coarser ? coarser.rate.length : 0);
      for (let block = 0; block < reach.length; block++) {
        const many = reach[block] ?? 0;
        doubt += many * many * (level.variance[block] ?? 0);
        if (!coarser) continue;
        const group = Math.floor((block * level.size) / coarser.size);
        handed[group] = (handed[group] ?? 0) + many * (1 - (level.kept[block] ?? 0));
      }
      reach = handed;
    }
    return doubt;
  }
}

const accountForAll = ({ part, whole }: CellParts, rates: Float64Array): void => {
  let had = 0;
  let accounted = 0;
  for (let cell = 0; cell < whole.length; cell++) {
    had += part[cell] ?? 0;
    accounted += (whole[cell] ?? 0) * (rates[cell] ?? 0);
  }
  if (accounted === 0) return;
  for (let cell = 0; cell < rates.length; cell++)
    rates[cell] = Math.min(1, ((rates[cell] ?? 0) * had) / accounted);
};

/** Blocks of one level; `kept` is how much of a rate is its own, the rest is its group's. */
const levelOf = (
  { part, whole }: CellParts,
  { size, events, members }: NestedLevel,
  coarser: Level | undefined,
): Level => {
  const blocks = Math.ceil(whole.length / size);
  const level: Level = {
    size,
    rate: new Float64Array(blocks),
    variance: new Float64Array(blocks),
    kept: new Float64Array(blocks),
  };
  for (let block = 0; block < blocks; block++) {
    let had = 0;
    let all = 0;
    for (let cell = block * size; cell < (block + 1) * size; cell++) {
      had += part[cell] ?? 0;
      all += whole[cell] ?? 0;
    }
    const prior = coarser ? (coarser.rate[Math.floor((block * size) / coarser.size)] ?? 0) : 0;
    const strength = !coarser ? 0 : prior === 0 ? members : Math.max(members, events / prior);
    const weight = all + strength;
    const rate = weight === 0 ? 0 : (had + strength * prior) / weight;
    level.rate[block] = rate;
    level.variance[block] = (rate * (1 - rate)) / (weight + 1);
    level.kept[block] = weight === 0 ? 0 : all / weight;
  }
  return level;
};
