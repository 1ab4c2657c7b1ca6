import { errorResponse } from "./error-response";

/** Whether a program wants to hear how far its answer is. */
export const wantsEvents = (request: Request): boolean =>
  /\btext\/event-stream\b/i.test(request.headers.get("accept") ?? "");

const eventOf = (name: string, data: unknown): string => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;

/**
 * An answer as server-sent events: `progress` with `{done}` from 0 to 1 while there is something to tell, then `answer`, or
 * `error` as everywhere. `ask` is given a signal that is aborted when nobody listens any more. What fails before there is
 * progress is thrown, so that a wrong question has the status that it has elsewhere.
 */
export const streamAnswer = async (
  request: Request,
  ask: (tell: { signal: AbortSignal; onProgress: (done: number) => void }) => Promise<unknown>,
): Promise<Response> => {
  const left = new AbortController();
  const waiting: string[] = [];
  let push = (event: string): void => {
    waiting.push(event);
  };
  let begin = (): void => {};
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const onProgress = (done: number): void => {
    push(eventOf("progress", { done: Math.round(done * 1000) / 1000 }));
    begin();
  };
  const signal = AbortSignal.any([request.signal, left.signal]);
  const asked = ask({ signal, onProgress });
  await Promise.race([asked, begun]);
  const last = asked.then(
    (answer) => eventOf("answer", answer),
    async (error) => eventOf("error", await errorResponse(error).json()),
  );
  const body = new ReadableStream<string>({
    start: async (controller) => {
      push = (event) => controller.enqueue(event);
      for (const event of waiting) push(event);
      const event = await last;
      push = () => {};
      if (left.signal.aborted) return;
      controller.enqueue(event);
      controller.close();
    },
    cancel: () => {
      push = () => {};
      left.abort();
    },
  }).pipeThrough(new TextEncoderStream());
  return new Response(body, {
    headers: {
      // A proxy between may neither pack events nor wait until there are more of them.
      "cache-control": "no-store, no-transform",
      "content-type": "text/event-stream; charset=utf-8",
      vary: "accept",
      "x-accel-buffering": "no",
    },
  });
};
