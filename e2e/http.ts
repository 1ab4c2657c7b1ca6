import { type APIRequestContext, expect } from "@playwright/test";

type Message = { type: string } & Record<string, unknown>;

/** Sends events that have to be stored, all of them. */
export const send = async (
  request: APIRequestContext,
  key: string,
  batch: readonly Message[],
): Promise<void> => {
  const answer = await request.post("/v1/batch", { headers: basic(key), data: { batch } });
  expect(await answer.json()).toMatchObject({ accepted: batch.length, rejected: [] });
};

/** A key as the user name that SDKs and `curl -u KEY:` send. */
export const basic = (key: string): { authorization: string } => ({
  authorization: `Basic ${Buffer.from(`${key}:`).toString("base64")}`,
});

export const bearer = (key: string): { authorization: string } => ({ authorization: `Bearer ${key}` });

/** The answer to a question that a secret key asks. */
export const ask = async (
  request: APIRequestContext,
  key: string,
  report: string,
  question: object,
): Promise<unknown> => {
  const answer = await request.post(`/api/v1/reports/${report}`, { headers: bearer(key), data: question });
  expect(answer.status(), await answer.text()).toBe(200);
  return await answer.json();
};
