import { useEffect, useRef, useState } from "react";
import { replayNext } from "@/app/[org]/[project]/data/actions";
import type { ProjectSlugs } from "@/lib/auth/authorize";
import type { RepairRequest, ReplayCursor, ReplayStep } from "@/lib/data-health/definition";

export type Replayed = Omit<ReplayStep, "next">;

export type ReplayState = {
  /** Sums of the steps so far; null before the first one began. */
  done: Replayed | null;
  running: boolean;
  problem: string | null;
};

const none: Replayed = { accepted: 0, duplicates: 0, ignored: 0, stillRejected: 0 };

const add = (a: Replayed, b: Replayed): Replayed => ({
  accepted: a.accepted + b.accepted,
  duplicates: a.duplicates + b.duplicates,
  ignored: a.ignored + b.ignored,
  stillRejected: a.stillRejected + b.stillRejected,
});

/** Sends repaired events again, step by step, until all were tried or something goes wrong. */
export const useReplay = (slugs: ProjectSlugs) => {
  const [state, setState] = useState<ReplayState>({ done: null, running: false, problem: null });
  const stopped = useRef(false);
  // Whoever closes the form does not wait for the rest; it can be sent another time.
  useEffect(
    () => () => {
      stopped.current = true;
    },
    [],
  );
  const start = async (request: RepairRequest): Promise<void> => {
    stopped.current = false;
    let done = none;
    let after: ReplayCursor | null = null;
    setState({ done, running: true, problem: null });
    do {
      const answer = await replayNext(slugs, { ...request, after });
      if (!answer.ok) return setState({ done, running: false, problem: answer.error.message });
      done = add(done, answer.data);
      after = answer.data.next;
      setState({ done, running: after !== null, problem: null });
    } while (after !== null && !stopped.current);
    setState({ done, running: false, problem: null });
  };
  /** After the step that runs. */
  const stop = () => {
    stopped.current = true;
  };
  return { ...state, start, stop };
};
