"use client";

import { type ReactNode, Suspense, type SyntheticEvent, useState } from "react";

/** How somebody came to a chart. */
export type Reached = {
  /** Of its place in px, so that the first live picture has the right size. */
  width: number;
  /** It stands in for a picture that had the focus. */
  takesFocus: boolean;
};

/**
 * A still picture that gives way to the live chart when somebody reaches for it: the chart library weighs more than all
 * the rest of a page, so `live` loads it lazily.
 */
export const StillUntilReached = ({
  label,
  still,
  live,
}: {
  label: string;
  still: ReactNode;
  live: (reached: Reached) => ReactNode;
}) => {
  const [reached, setReached] = useState<Reached | null>(null);
  const reach = (takesFocus: boolean) => (event: SyntheticEvent<HTMLElement>) =>
    setReached({ width: event.currentTarget.clientWidth, takesFocus });
  if (reached) return <Suspense fallback={still}>{live(reached)}</Suspense>;
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: reaching it with the keyboard makes it interactive
      tabIndex={0}
      onPointerEnter={reach(false)}
      onFocus={reach(true)}
    >
      {still}
    </section>
  );
};
