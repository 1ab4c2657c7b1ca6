import { randomNumbers } from "./random-numbers";

/** So many trials had exactly these members (ascending numbers, at least one), and so many of them succeeded. */
export type Coalition = { members: readonly number[]; trials: number; successes: number };

type ShapleyValues = {
  /** By member; they sum to all successes. A value below 0: success was less likely with the member than without. */
  values: Float64Array;
  /** By member the standard error; `null` where nothing had to be sampled. */
  errors: Float64Array | null;
};

/** Coalitions by their members in ascending order, so that subsets are found on the way. */
type Node = { next: Map<number, Node>; rate: number };

const largestExact = 12;
/** Orders are drawn for all large coalitions together, and for each at least and at most so many. */
const orders = { inAll: 20_000, least: 2, most: 2_000 };

const treeOf = (coalitions: readonly Coalition[]): Node => {
  const root: Node = { next: new Map(), rate: 0 };
  for (const { members, trials, successes } of coalitions) {
    let node = root;
    for (const member of members) {
      const next: Node = node.next.get(member) ?? { next: new Map(), rate: 0 };
      node.next.set(member, next);
      node = next;
    }
    node.rate = trials === 0 ? 0 : successes / trials;
  }
  return root;
};

/** By size of a subset of `all` members: how a marginal contribution to it weighs, s! (all − s − 1)! / all!. */
const weightsOf = (all: number): number[] => {
  const weights = [1 / all];
  for (let size = 1; size < all; size++) weights.push(((weights[size - 1] ?? 0) * size) / (all - size));
  return weights;
};

/**
 * The Shapley values of one game over its members, by place: a subset is worth its rate, one that was never seen nothing,
 * so that only subsets which were seen are looked at.
 */
const exactValues = (members: readonly number[], root: Node): Float64Array => {
  const all = members.length;
  const weights = weightsOf(all);
  const values = new Float64Array(all);
  const chosen: number[] = [];
  const visit = (node: Node, from: number): void => {
    const size = chosen.length;
    if (size > 0 && node.rate !== 0) {
      const joined = weights[size - 1] ?? 0;
      const without = size < all ? (weights[size] ?? 0) : 0;
      for (let i = 0; i < all; i++) values[i] = (values[i] ?? 0) - node.rate * without;
      for (const i of chosen) values[i] = (values[i] ?? 0) + node.rate * (joined + without);
    }
    for (let i = from; i < all && node.next.size > 0; i++) {
      const next = node.next.get(members[i] ?? -1);
      if (!next) continue;
      chosen.push(i);
      visit(next, i + 1);
      chosen.pop();
    }
  };
  visit(root, 0);
  return values;
};

const rateOf = (members: readonly number[], isIn: Uint8Array, root: Node): number => {
  let node: Node | undefined = root;
  for (let i = 0; i < members.length && node; i++) if (isIn[i] === 1) node = node.next.get(members[i] ?? -1);
  return node?.rate ?? 0;
};

/** The mean of marginal contributions over `count` random orders, and its squared standard error, by place. */
const sampledValues = (members: readonly number[], root: Node, count: number, random: () => number) => {
  const all = members.length;
  const sums = new Float64Array(all);
  const squares = new Float64Array(all);
  const order = Array.from({ length: all }, (_, i) => i);
  const isIn = new Uint8Array(all);
  for (let n = 0; n < count; n++) {
    isIn.fill(0);
    let before = 0;
    for (let i = 0; i < all; i++) {
      const other = i + Math.floor(random() * (all - i));
      const place = order[other] ?? 0;
      order[other] = order[i] ?? 0;
      order[i] = place;
      isIn[place] = 1;
      const rate = rateOf(members, isIn, root);
      sums[place] = (sums[place] ?? 0) + rate - before;
      squares[place] = (squares[place] ?? 0) + (rate - before) ** 2;
      before = rate;
    }
  }
  const values = sums.map((sum) => sum / count);
  const squaredErrors = squares.map((square, i) =>
    Math.max(0, (square - (sums[i] ?? 0) ** 2 / count) / (count - 1) / count),
  );
  return { values, squaredErrors };
};

/**
 * Shapley values of the game in which a set S of members is worth the successes to expect if only they had been there: a
 * trial with members T succeeds as often as trials with exactly the members T ∩ S did, one without members never. The
 * game is a sum of one game a coalition, and so are its values: those of coalitions of up to 12 members are exact, larger
 * ones are sampled, always with the same random orders. Members are numbered from 0.
 * Sources: Shapley 1953, "A value for n-person games"; Dalessandro, Perlich, Stitelman and Provost 2012, "Causally
 * motivated attribution for online advertising" (worth of a set: how likely success is with exactly it); Castro, Gómez
 * and Tejada 2009, "Polynomial calculation of the Shapley value based on sampling".
 */
export const shapleyValues = (coalitions: readonly Coalition[], members: number): ShapleyValues => {
  const root = treeOf(coalitions);
  const values = new Float64Array(members);
  const large = coalitions.filter(({ members }) => members.length > largestExact);
  const squaredErrors = new Float64Array(large.length > 0 ? members : 0);
  const each = Math.floor(orders.inAll / Math.max(1, large.length));
  const count = Math.min(orders.most, Math.max(orders.least, each));
  const random = randomNumbers(1);
  for (const { members: inside, trials } of coalitions) {
    const sampled = inside.length > largestExact ? sampledValues(inside, root, count, random) : undefined;
    const own = sampled?.values ?? exactValues(inside, root);
    for (const [i, member] of inside.entries()) {
      values[member] = (values[member] ?? 0) + trials * (own[i] ?? 0);
      if (sampled)
        squaredErrors[member] = (squaredErrors[member] ?? 0) + trials ** 2 * (sampled.squaredErrors[i] ?? 0);
    }
  }
  return { values, errors: large.length > 0 ? squaredErrors.map(Math.sqrt) : null };
};
