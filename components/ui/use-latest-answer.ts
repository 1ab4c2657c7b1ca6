import { useEffect, useState } from "react";

export type LatestAnswer<T> = {
  /** The last answer; it stays while a newer one is on its way. */
  numbers: T | null;
  asking: boolean;
  problem: string | null;
};

type Answer<T> = { ok: true; data: T } | { ok: false; error: { message: string } };

const pauseMs = 350;

/**
 * Asks a question a moment after it last changed; `null`: it is not finished. `ask` has to stay the same function for as
 * long as it asks the same.
 */
export const useLatestAnswer = <T>(
  question: string | null,
  ask: (question: string) => Promise<Answer<T>>,
  start: T | null,
): LatestAnswer<T> => {
  const [state, setState] = useState<LatestAnswer<T>>({ numbers: start, asking: false, problem: null });
  useEffect(() => {
    if (question === null) return setState({ numbers: null, asking: false, problem: null });
    let wanted = true;
    setState(({ numbers }) => ({ numbers, asking: true, problem: null }));
    const timer = setTimeout(async () => {
      const answer = await ask(question);
      if (!wanted) return;
      setState(
        answer.ok
          ? { numbers: answer.data, asking: false, problem: null }
          : { numbers: null, asking: false, problem: answer.error.message },
      );
    }, pauseMs);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [question, ask]);
  return state;
};
