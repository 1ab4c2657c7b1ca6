import { useEffect, useRef, useState } from "react";
import type { Arrival } from "@/lib/data-health/stream-store";

const everyMs = 3_000;
/** Screen readers are told at most this often how many came. */
const sayEveryMs = 15_000;

type Heard = {
  arrivals: Arrival[];
  /** Ids that came with the last answer. */
  fresh: ReadonlySet<string>;
  lost: boolean;
  /** How many came since it was said last; for screen readers. */
  said: string;
};

const idsOf = (arrivals: readonly Arrival[]): Set<string> => new Set(arrivals.map(({ id }) => id));

/** Asks again and again what arrived last, until told to pause; rests while nobody looks at the page. */
export const useArrivals = (address: string, start: Arrival[], paused: boolean): Heard => {
  const [heard, setHeard] = useState<Heard>({ arrivals: start, fresh: new Set(), lost: false, said: "" });
  const known = useRef(idsOf(start));
  const unsaid = useRef({ count: 0, since: 0 });
  useEffect(() => {
    if (paused) return;
    const stop = new AbortController();
    const receive = (arrivals: Arrival[]) => {
      const fresh = idsOf(arrivals.filter(({ id }) => !known.current.has(id)));
      known.current = idsOf(arrivals);
      const { current } = unsaid;
      current.count += fresh.size;
      const says = current.count > 0 && Date.now() - current.since >= sayEveryMs;
      const words = `${current.count} new ${current.count === 1 ? "event" : "events"}`;
      if (says) unsaid.current = { count: 0, since: Date.now() };
      setHeard(({ said }) => ({ arrivals, fresh, lost: false, said: says ? words : said }));
    };
    const listen = async () => {
      if (document.hidden) return;
      try {
        const answer = await fetch(address, { signal: stop.signal, redirect: "error" });
        if (!answer.ok) throw new Error(`The server answered ${answer.status}.`);
        receive(((await answer.json()) as { arrivals: Arrival[] }).arrivals);
      } catch {
        if (!stop.signal.aborted) setHeard((before) => ({ ...before, lost: true }));
      }
    };
    const timer = setInterval(listen, everyMs);
    document.addEventListener("visibilitychange", listen);
    return () => {
      stop.abort();
      clearInterval(timer);
      document.removeEventListener("visibilitychange", listen);
    };
  }, [address, paused]);
  return heard;
};
