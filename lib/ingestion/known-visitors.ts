import { oncePerProcess } from "@/lib/once-per-process";

const mostInGeneration = 200_000;

type Generations = { young: Map<string, number>; old: Map<string, number> };

const generations = (): Generations =>
  oncePerProcess("known visitors", () => ({ young: new Map(), old: new Map() }));

// An id keeps its number for ever, so what was once committed needs no second look at the database.

const nameOf = (projectId: string, id: string): string => projectId + id;

/** The number of a visitor's id, if this process has met it lately. */
export const knownVisitor = (projectId: string, id: string): number | undefined => {
  const all = generations();
  const name = nameOf(projectId, id);
  const young = all.young.get(name);
  if (young !== undefined) return young;
  const old = all.old.get(name);
  if (old !== undefined) all.young.set(name, old);
  return old;
};

/** Remembers committed numbers; the ids met longest ago are forgotten. */
export const rememberVisitors = (projectId: string, numbers: ReadonlyMap<string, number>): void => {
  const all = generations();
  for (const [id, no] of numbers) all.young.set(nameOf(projectId, id), no);
  if (all.young.size <= mostInGeneration) return;
  all.old = all.young;
  all.young = new Map();
};
