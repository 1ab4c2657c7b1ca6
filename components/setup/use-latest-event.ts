import { useEffect, useState } from "react";

/** `ageMs` is by the server's clock, when it answered. */
export type LatestEvent = { name: string; ageMs: number } | null;

type Heard = { event: LatestEvent; at: number; lost: boolean };

const waitingMs = 2_500;
const arrivingMs = 10_000;

/** Asks again and again what arrived last; rests while nobody looks at the page. */
export const useLatestEvent = (address: string, start: LatestEvent): Heard => {
  const [heard, setHeard] = useState<Heard>(() => ({ event: start, at: Date.now(), lost: false }));
  const waiting = heard.event === null;
  useEffect(() => {
    const stop = new AbortController();
    const listen = async () => {
      if (document.hidden) return;
      try {
        const answer = await fetch(address, { signal: stop.signal, redirect: "error" });
        if (!answer.ok) throw new Error(`The server answered ${answer.status}.`);
        const { event } = (await answer.json()) as { event: LatestEvent };
        setHeard({ event, at: Date.now(), lost: false });
      } catch {
        if (!stop.signal.aborted) setHeard((before) => ({ ...before, lost: true }));
      }
    };
    const timer = setInterval(listen, waiting ? waitingMs : arrivingMs);
    document.addEventListener("visibilitychange", listen);
    return () => {
      stop.abort();
      clearInterval(timer);
      document.removeEventListener("visibilitychange", listen);
    };
  }, [address, waiting]);
  return heard;
};
