import { describe, expect, it } from "vitest";
import { defineCommand } from "./command";
import { helpText } from "./help";
import { parseCommand } from "./parse-command";

const answer = async () => ({ json: {}, text: "" });
const make = defineCommand({
  name: "thing make",
  about: "Makes a thing.",
  options: {
    name: { value: "NAME", about: "Its name.", required: true },
    size: { value: "SIZE", about: "Its size.", default: "M" },
    colour: { value: "COLOUR", about: "Its colour." },
  },
  run: answer,
});
const load = defineCommand({ name: "load", about: "Loads.", argument: "FILE", options: {}, run: answer });
const commands = [make, load];
const parse = (line: string) => parseCommand(line.split(" ").filter(Boolean), commands);

describe("parseCommand", () => {
  it("finds the command, its argument, options and defaults", () => {
    expect(parse("thing make --name x --json")).toEqual({
      kind: "run",
      command: make,
      given: { argument: "", options: { name: "x", size: "M", colour: undefined } },
    });
    expect(parse("load a.csv")).toMatchObject({ command: load, given: { argument: "a.csv" } });
    expect(parse("load --json a.csv")).toMatchObject({ command: load, given: { argument: "a.csv" } });
  });

  it.each([
    ["", "Name a command."],
    ["fly", 'There is no command "fly".'],
    ["thing", "Which one do you mean: thing make?"],
    ["thing make", "--name NAME is missing: Its name."],
    ["thing make --name", "argument missing"],
    ["thing make --name x --sise L", "Unknown option '--sise'"],
    ["thing make --name x extra", "This is too much: extra"],
    ["load", "FILE is missing."],
    ["load a b", "This is too much: b"],
  ])("explains what is wrong with: %s", (line, message) => {
    expect(() => parse(line)).toThrow(message);
  });

  it.each([
    ["--help", undefined],
    ["thing make --help", make],
    ["load -h", load],
  ])("gives help for: %s", (line, command) => {
    expect(parse(line)).toEqual({ kind: "help", command });
  });
});

describe("helpText", () => {
  it("lists every command, and every option of one", () => {
    expect(helpText(commands)).toContain("thing make --name NAME");
    expect(helpText(commands, make)).toContain("Its size. (default: M)");
  });
});
