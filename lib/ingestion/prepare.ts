import { asObject, type Draft, type JsonObject, type Receipt, type Rejection, type Step } from "./draft";
import { attachCampaign } from "./steps/attach-campaign";
import { cleanProperties } from "./steps/clean-properties";
import { nameEvent } from "./steps/name-event";
import { readClock } from "./steps/read-clock";
import { readDevice } from "./steps/read-device";
import { readIdentity } from "./steps/read-identity";
import { readMessageId } from "./steps/read-message-id";
import { readPage } from "./steps/read-page";
import { readSession } from "./steps/read-session";

const steps = [
  readMessageId,
  nameEvent,
  readIdentity,
  readClock,
  cleanProperties,
  readSession,
  readPage,
  attachCampaign,
  readDevice,
] as const satisfies readonly Step[];

const blank = (raw: JsonObject, index: number): Draft => ({
  raw,
  index,
  kind: "event",
  messageId: "",
  userKey: null,
  anonymousKey: null,
  aliasKeys: [],
  name: "",
  occurredAt: 0,
  properties: {},
  propertiesText: "{}",
  sessionId: null,
  host: null,
  path: null,
  query: null,
  title: null,
  referrer: null,
  utmSource: null,
  utmMedium: null,
  utmCampaign: null,
  utmContent: null,
  utmTerm: null,
  clickId: null,
  country: null,
  device: null,
  browser: null,
  os: null,
  language: null,
  passive: false,
  bot: false,
});

export type Prepared = { drafts: Draft[]; ignored: number; rejected: Rejection[] };

/** Takes raw messages through the steps, one by one: a bad one is explained and the others go on. */
export const prepare = (messages: readonly unknown[], receipt: Receipt): Prepared => {
  const prepared: Prepared = { drafts: [], ignored: 0, rejected: [] };
  next: for (const [index, message] of messages.entries()) {
    const raw = asObject(message);
    if (!raw) {
      prepared.rejected.push({
        index,
        messageId: null,
        code: "not_an_object",
        path: "",
        message: "An event is a JSON object.",
      });
      continue;
    }
    const draft = blank(raw, index);
    for (const step of steps) {
      const outcome = step(draft, receipt);
      if (outcome === "ignored") {
        prepared.ignored++;
        continue next;
      }
      if (outcome) {
        prepared.rejected.push({ index, messageId: draft.messageId || null, ...outcome });
        continue next;
      }
    }
    prepared.drafts.push(draft);
  }
  return prepared;
};
