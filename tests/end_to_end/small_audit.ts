import { join } from "node:path";
import { type PlainConfiguration, plantedConfiguration } from "../audit/planted.ts";
import { earnest, type Ended } from "./cli.ts";

const SMALL = {
  attribution: false,
  conditions: ["dirty", "clean"],
  seeds: [0],
  optimizer: { steps: 5 },
};

/** The command of a small audit, of 6 trainings, which writes the folder `one`. */
export const COMMAND = ["audit", "audit.json", "--out", "one", "--device", "cpu"];

/** Writes the configuration of a small audit of planted data. */
export async function configure(cwd: string, changes: PlainConfiguration = {}): Promise<void> {
  const text = JSON.stringify(plantedConfiguration({ ...SMALL, ...changes }));
  await Deno.writeTextFile(join(cwd, "audit.json"), text);
}

/** What the command says, each note in one line. */
export async function said(cwd: string, ...more: string[]): Promise<Ended> {
  const { stderr, ...ended } = await earnest([...COMMAND, ...more], { cwd });
  return { ...ended, stderr: stderr.replaceAll(/\n +/g, " ") };
}
