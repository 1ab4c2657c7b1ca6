import { asObject, type Step, textOf } from "../draft";

/** The sender's own session, and whether the event is passive (servers only: webhooks, renewals). */
export const readSession: Step = (draft, { source }) => {
  const context = asObject(draft.raw.context);
  const { sessionId } = context ?? {};
  draft.sessionId = typeof sessionId === "number" ? String(sessionId) : textOf(sessionId, 255);
  draft.passive = source !== "write" && context?.passive === true;
};
