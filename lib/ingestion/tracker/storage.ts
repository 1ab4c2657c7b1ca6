import { attempt } from "./safely";

const memory: Record<string, string | null> = {};

/** What the browser remembers by this name; the page's own memory where it does not let us. */
export const recall = (name: string): string | null =>
  attempt(() => localStorage.getItem(name)) ?? memory[name] ?? null;

/** Remembers a value; null forgets it. */
export const remember = (name: string, value: string | null): void => {
  memory[name] = value;
  attempt(() => {
    if (value === null) localStorage.removeItem(name);
    else localStorage.setItem(name, value);
    // What other tabs change there must not be hidden by this page's memory.
    delete memory[name];
  });
};

/** The values of all names that begin so, which are forgotten. */
export const takeLike = (start: string): string[] => {
  const names = (attempt(() => Object.keys(localStorage)) ?? []).filter((name) => name.startsWith(start));
  const values = names.map((name) => recall(name) ?? "");
  for (const name of names) remember(name, null);
  return values;
};
