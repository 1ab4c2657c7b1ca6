import { clock } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import { ingestionSettings } from "../settings-store";
import { isWithin } from "../steps/skip-foreign-hosts";
import { admit, keyOf } from "./admit";
import { answer } from "./answers";
import { cookieText, firstPartyHeaders } from "./first-party";
import { hostOf } from "./host-of";
import { linkerToken, readLinkerToken } from "./linker-token";
import { readJsonObject } from "./read-body";
import type { IngestionRequest, IngestionResponse } from "./request";

const checkPage = (origin: string | null, domains: readonly string[]): void => {
  if (domains.length === 0)
    throw new AppError(
      "forbidden",
      "This project lists no domains. List the site's domains in its settings first.",
    );
  const page = hostOf(origin);
  if (page === null || !domains.some((domain) => isWithin(page, domain)))
    throw new AppError("forbidden", "Only pages on the project's own domains may pass visitors on.");
};

const wrongToken = {
  forged: "This token was not made for this project, or it was changed on its way.",
  expired: "This token has expired: it is good for two minutes.",
};

/**
 * Takes a visitor from one of the site's domains to another: `{anonymousId}` is answered with a short-lived token for
 * the link, and `{token}` on the other side with the id.
 */
export const answerLinker = async (request: IngestionRequest): Promise<IngestionResponse> => {
  const body = readJsonObject(await request.body());
  const sender = await admit(request, keyOf(request, body.writeKey), 1);
  const { access } = sender;
  const { domains, linkerSecret } = await ingestionSettings(access.scope);
  checkPage(request.header("origin"), domains);
  const cors = await firstPartyHeaders(request, sender);
  const signer = { linkerSecret, projectId: access.scope.projectId };
  const { token, anonymousId } = body;
  if (typeof token === "string") {
    const read = readLinkerToken(signer, token, clock.now());
    if (typeof read === "string") throw new AppError("invalid", wrongToken[read], "token");
    return answer(200, read, cors);
  }
  if (typeof anonymousId !== "string" || !cookieText.test(anonymousId))
    throw new AppError("invalid", "Send the visitor's anonymousId, or a token to read.", "anonymousId");
  const made = linkerToken(signer, anonymousId, clock.now());
  return answer(200, { token: made }, cors);
};
