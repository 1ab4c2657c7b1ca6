import fs from "node:fs";
import path from "node:path";
import { ensureBuilt } from "./build.mjs";
import { root } from "./root.mjs";
import { runBin } from "./run.mjs";

const resultFile = (name) => path.join(root, "dist/verify", `${name}.json`);

const single = (ok) => ({ passed: ok ? 1 : 0, failed: ok ? 0 : 1 });

const check = async (name, args) => single((await runBin(name, args)) === 0);

/** Next's route types are not in the repository, and without them a clean checkout does not type-check. */
const checkTypes = async () =>
  single((await runBin("next", ["typegen"])) === 0 && (await runBin("tsc", ["--noEmit"])) === 0);

/** Runs a test runner and reads its counts; a run that fails without a failed test (a file that does not load) is one. */
const countTests = async (name, args, env, read) => {
  const file = resultFile(name);
  fs.rmSync(file, { force: true });
  const code = await runBin(name, args, { env: { ...process.env, ...env } });
  const counts = fs.existsSync(file)
    ? read(JSON.parse(fs.readFileSync(file, "utf8")))
    : { passed: 0, failed: 0 };
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
};

const longestFailure = 2_000;

/** Where and why tests of Vitest failed: what it printed itself lies far above the browser tests. */
const failuresOf = (files) =>
  files.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status === "failed")
      .map(({ fullName, failureMessages }) =>
        [path.relative(root, name), fullName, failureMessages.join("\n").slice(0, longestFailure)].join("\n"),
      ),
  );

const runVitest = () =>
  countTests(
    "vitest",
    ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${resultFile("vitest")}`],
    {},
    (result) => ({
      passed: result.numPassedTests,
      failed: result.numFailedTests,
      failures: failuresOf(result.testResults),
    }),
  );

const runPlaywright = () =>
  countTests(
    "playwright",
    ["test", "--reporter=list,json"],
    { PLAYWRIGHT_JSON_OUTPUT_NAME: resultFile("playwright") },
    ({ stats }) => ({ passed: stats.expected, failed: stats.unexpected + stats.flaky }),
  );

const steps = [
  ["Format and lint", () => check("biome", ["ci", "."])],
  ["Types", checkTypes],
  ["Dead code", () => check("knip", [])],
  ["Unit and database tests", runVitest],
  ["Build", async () => single(await ensureBuilt())],
  ["Browser tests", runPlaywright],
];

/** Runs every check of the project, whatever the ones before said; answers whether all passed. */
export const verify = async () => {
  const total = { passed: 0, failed: 0 };
  const failedSteps = [];
  const allFailures = [];
  for (const [title, step] of steps) {
    console.log(`\n=== ${title}`);
    const { passed, failed, failures = [] } = await step();
    total.passed += passed;
    total.failed += failed;
    if (failed > 0) failedSteps.push(title);
    allFailures.push(...failures);
  }
  for (const failure of allFailures) console.log(`\nFailed: ${failure}`);
  console.log(failedSteps.length > 0 ? `\nFailed: ${failedSteps.join(", ")}` : "");
  console.log(`${total.passed} passed, ${total.failed} failed`);
  return total.failed === 0;
};
