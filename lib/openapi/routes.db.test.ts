import { readdirSync } from "node:fs";
import { expect, it } from "vitest";
import { GET } from "@/app/api/v1/openapi.json/route";
import { givenProject } from "@/db/testing/given-project";
import { callApi } from "@/lib/http/testing/call-api";
import { reportNames } from "@/lib/reports/question";
import { openApiDocument } from "./document";
import { operations } from "./operations";

const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;

it("is served to everybody", async () => {
  const response = GET();
  expect(response.headers.get("access-control-allow-origin")).toBe("*");
  expect(await response.json()).toEqual(JSON.parse(JSON.stringify(openApiDocument())));
});

it("names every address there is under /api/v1 but the catch-all of ingestion and itself", () => {
  const files = readdirSync("app/api/v1", { recursive: true, encoding: "utf8" });
  const folders = files.flatMap((file) =>
    file.endsWith("/route.ts") ? [`/api/v1/${file.replace(/\/route\.ts$/, "")}`] : [],
  );
  const addresses = folders
    .filter((folder) => !folder.endsWith("/[...path]") && !folder.endsWith("/openapi.json"))
    .map((folder) => folder.replace(/\[(\w+)\]/g, "{$1}"))
    .flatMap((path) =>
      path.endsWith("/reports/{name}") ? reportNames.map((name) => path.replace("{name}", name)) : [path],
    );
  const described = Object.keys(openApiDocument().paths).filter((path) => path.startsWith("/api/"));
  expect(described.sort()).toEqual(addresses.sort());
});

it("names every method that an address takes", async () => {
  const site = await givenProject();
  for (const path of Object.keys(openApiDocument().paths).filter((one) => one.startsWith("/api/"))) {
    const key = await site.secretKey("read");
    const address = path.replace("/api/v1/", "").replace(/\{\w+\}/, "x");
    const taken: string[] = [];
    for (const method of methods) {
      const { status, headers } = await callApi(method, address, { key });
      if (status === 405) expect(headers.get("allow")).not.toContain(method);
      else taken.push(method);
    }
    const described = operations.filter((operation) => operation.path === path);
    const entry = operations.filter((operation) => operation.path.startsWith(`${path}/{`));
    // The address of a list takes `?key=` as well, as the operations of its entries say.
    const alsoByQuery = entry.filter(({ about }) => about?.includes(`${path}?key=`));
    const expected = [...described, ...alsoByQuery].map(({ method }) => method.toUpperCase());
    expect(taken, path).toEqual(methods.filter((method) => expected.includes(method)));
  }
});
