import { oncePerProcess } from "@/lib/once-per-process";

const mostInGeneration = 200_000;

/** By project, then by id. */
type Numbers = Map<string, Map<string, number>>;
type Generations = { young: Numbers; old: Numbers; count: number };

const generations = (): Generations =>
  oncePerProcess("known visitors", () => ({ young: new Map(), old: new Map(), count: 0 }));

// An id keeps its number for ever, so what was once committed needs no second look at the database.

const remember = (all: Generations, projectId: string, id: string, no: number): void => {
  let numbers = all.young.get(projectId);
  if (!numbers) {
    numbers = new Map();
    all.young.set(projectId, numbers);
  }
  if (!numbers.has(id)) all.count++;
  numbers.set(id, no);
};

/** The number of a visitor's id, if this process has met it lately. */
export const knownVisitor = (projectId: string, id: string): number | undefined => {
  const all = generations();
  const young = all.young.get(projectId)?.get(id);
  if (young !== undefined) return young;
  const old = all.old.get(projectId)?.get(id);
  if (old !== undefined) remember(all, projectId, id, old);
  return old;
};

/** Remembers committed numbers; the ids met longest ago are forgotten. */
export const rememberVisitors = (projectId: string, numbers: ReadonlyMap<string, number>): void => {
  const all = generations();
  for (const [id, no] of numbers) remember(all, projectId, id, no);
  if (all.count <= mostInGeneration) return;
  all.old = all.young;
  all.young = new Map();
  all.count = 0;
};
