import { asObject, type Draft, type JsonObject, type Receipt, type Rejection, type Step } from "./draft";
import { attachCampaign } from "./steps/attach-campaign";
import { capNames } from "./steps/cap-names";
import { checkMoney } from "./steps/check-money";
import { cleanProperties } from "./steps/clean-properties";
import { nameEvent } from "./steps/name-event";
import { readClock } from "./steps/read-clock";
import { readDevice } from "./steps/read-device";
import { readIdentity } from "./steps/read-identity";
import { readMessageId } from "./steps/read-message-id";
import { readPage } from "./steps/read-page";
import { readSession } from "./steps/read-session";
import { respectConsent } from "./steps/respect-consent";
import { sealContent } from "./steps/seal-content";
import { skipForeignHosts } from "./steps/skip-foreign-hosts";
import { skipInternalTraffic } from "./steps/skip-internal-traffic";

const steps = [
  respectConsent,
  skipInternalTraffic,
  readMessageId,
  nameEvent,
  cleanProperties,
  readIdentity,
  readClock,
  checkMoney,
  readSession,
  readPage,
  skipForeignHosts,
  attachCampaign,
  readDevice,
  sealContent,
  capNames,
] as const satisfies readonly Step[];

const blank = (raw: JsonObject, index: number): Draft => ({
  raw,
  index,
  kind: "event",
  messageId: "",
  content: 0,
  userKey: null,
  anonymousKey: null,
  yesterdayKey: null,
  aliasKeys: [],
  orderKey: null,
  cookieless: false,
  name: "",
  occurredAt: 0,
  originalAt: null,
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
  flags: null,
});

export type Prepared = {
  drafts: Draft[];
  /** Reasons, one for each event that is not wanted. */
  ignored: string[];
  /** With the event as it was sent. */
  rejected: (Rejection & { raw: unknown })[];
};

/** Takes raw messages through the steps, one by one: a bad one is explained and the others go on. */
export const prepare = (messages: readonly unknown[], receipt: Receipt): Prepared => {
  const prepared: Prepared = { drafts: [], ignored: [], rejected: [] };
  next: for (let index = 0; index < messages.length; index++) {
    const raw = asObject(messages[index]);
    if (!raw) {
      prepared.rejected.push({
        index,
        messageId: null,
        code: "not_an_object",
        path: "",
        message: "An event is a JSON object.",
        raw: messages[index],
      });
      continue;
    }
    const draft = blank(raw, index);
    for (const step of steps) {
      const outcome = step(draft, receipt);
      if (!outcome) continue;
      if ("ignored" in outcome) prepared.ignored.push(outcome.ignored);
      else
        prepared.rejected.push({
          index,
          messageId: raw.messageId ? draft.messageId || null : null,
          ...outcome,
          raw,
        });
      continue next;
    }
    prepared.drafts.push(draft);
  }
  return prepared;
};
