/** What it answers; undefined where the browser or the page breaks it. */
export const attempt = <T>(run: () => T): T | undefined => {
  try {
    return run();
  } catch {}
};

/** The one guard around everything that the page or the browser calls: nothing of ours may break the page. */
export const safely =
  <A extends unknown[]>(run: (...args: A) => unknown) =>
  (...args: A): void => {
    attempt(() => run(...args));
  };

/** Listens before the page's own listeners do, which may stop the event on its way. */
export const listen = <E extends Event>(types: string, run: (event: E) => unknown): void => {
  // The caller names the type of event together with its class.
  for (const type of types.split(" ")) addEventListener(type, safely(run) as (event: Event) => void, true);
};
