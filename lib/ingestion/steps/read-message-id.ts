import { randomUUID } from "node:crypto";
import { type Step, textOf } from "../draft";

/** The sender's id of this message, which makes a resend harmless; without one it gets an id of its own. */
export const readMessageId: Step = (draft) => {
  const { messageId } = draft.raw;
  if (messageId === undefined || messageId === null || messageId === "") {
    draft.messageId = randomUUID();
    return;
  }
  if (typeof messageId !== "string")
    return { code: "invalid_message_id", path: "messageId", message: "A messageId is a string." };
  if (messageId.length > 100)
    return { code: "id_too_long", path: "messageId", message: "A messageId has at most 100 characters." };
  draft.messageId = textOf(messageId) ?? randomUUID();
};
