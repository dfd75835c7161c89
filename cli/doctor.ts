/** `earnest doctor`: what there is to compute on, and whether every kernel is right on it. */
import { safeJson } from "../src/basics/safe_json.ts";
import type { Command } from "npm:commander@15.1.0";
import { CheckFailedError } from "../src/basics/errors.ts";
import { printable } from "../src/basics/printable.ts";
import { VERSION } from "../src/basics/version.ts";
import { checkDevice, type KernelCheck } from "../src/compute/doctor.ts";
import { openInference } from "../src/backbones/inference.ts";
import type { Card } from "../src/compute/cards/surroundings.ts";
import { CHOICE_OF_CLASS, openCompute, whyNoCard } from "../src/compute/open.ts";
import { type Survey, surveyDevices, type SurveyedDevice } from "../src/compute/survey.ts";
import { command, type CommonOptions } from "./options.ts";
import { wrap } from "./wrap.ts";

/** The `doctor` command. */
export function doctorCommand(): Command {
  return command(
    "doctor",
    "Lists adapters and limits, tests every kernel against known answers, says what is missing.",
    "earnest doctor",
    { device: true },
  ).action(doctor);
}

interface CheckedDevice {
  readonly device: SurveyedDevice;
  readonly checks: readonly KernelCheck[];
}

async function doctor(options: CommonOptions): Promise<void> {
  const survey = await surveyDevices();
  const checked: CheckedDevice[] = [];
  for (const device of survey.devices) {
    if (options.device !== "auto" && options.device !== device.choice) continue;
    checked.push({ device, checks: await checksOf(device.choice) });
  }
  // The opening of a device that is not there throws what its user must know.
  if (checked.length === 0) await openCompute(options.device);
  const auto = await automatic();
  if (options.json) {
    const { cards, selection, advice } = survey;
    console.log(safeJson({ version: VERSION, checked, auto, cards, selection, advice }));
  } else printDevices(survey, checked, auto);
  const wrong = checked.flatMap(({ device, checks }) =>
    checks.filter(({ passed }) => !passed).map(({ operation }) => `${operation} on ${device.name}`)
  );
  if (wrong.length > 0) throw new CheckFailedError(`Wrong answers from ${wrong.join(", ")}`);
}

/** What `--device auto` takes on this machine. */
interface Automatic {
  /** Name of the device that trains and measures. */
  readonly device: string;
  /** The value of `--device` that chooses it. */
  readonly choice: SurveyedDevice["choice"];
  /** What the models of cards run on. */
  readonly models: string;
  /** Why that is no graphics card; undefined where it is one. */
  readonly withoutCard: string | undefined;
}

async function automatic(): Promise<Automatic> {
  using opened = await openCompute("auto");
  using inference = await openInference("auto");
  const { name, class: kind } = opened.compute.device;
  return {
    device: name,
    choice: CHOICE_OF_CLASS[kind],
    models: inference.name,
    withoutCard: kind === "hardware" ? undefined : await whyNoCard(),
  };
}

async function checksOf(choice: SurveyedDevice["choice"]): Promise<KernelCheck[]> {
  const { compute } = await openCompute(choice);
  try {
    return await checkDevice(compute);
  } finally {
    compute.close();
  }
}

function printDevices(
  { cards, selection, advice }: Survey,
  checked: readonly CheckedDevice[],
  { device, choice, models, withoutCard }: Automatic,
): void {
  console.log(`Earnest ${VERSION}, Deno ${Deno.version.deno}, ${Deno.build.os} ${Deno.build.arch}`);
  for (const { device, checks } of checked) {
    console.log(`\n${device.name} (${device.class}; --device ${device.choice})`);
    printPairs(device.details);
    printPairs(Object.fromEntries(Object.entries(device.limits).map(inUnits)));
    if (device.features.length > 0) printPairs({ features: device.features.join(", ") });
    for (const { operation, passed, detail } of checks) {
      console.log(`  ${passed ? "ok   " : "WRONG"} ${operation.padEnd(22)} ${detail}`);
    }
  }
  console.log();
  for (const card of cards) console.log(cardLines(card));
  for (const [name, value] of Object.entries(selection)) {
    console.log(`${name} asks for one of them: ${printable(value)}`);
  }
  const taken = `--device auto takes ${device} (${choice}) here, and runs models on ${models}.`;
  console.log(wrap(printable(taken), ""));
  // What is wrong with a card that is there is among the advice.
  const hasNone = withoutCard !== undefined && !withoutCard.startsWith("Warning");
  if (hasNone) console.log(wrap(`${printable(withoutCard)}.`, ""));
  for (const sentence of advice) console.log(wrap(sentence, ""));
  if (advice.length === 0) console.log(`Nothing ${hasNone ? "else " : ""}is missing.`);
}

/** A card in lines of at most 80 columns; its model and UUID are seen with all permissions alone. */
export function cardLines({ pciAddress, details }: Card): string {
  return wrap(`Card at ${pciAddress}${details === "" ? "" : `: ${printable(details)}`}`, "");
}

/** Names and values, wrapped at 80 columns. */
function printPairs(values: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(values)) {
    let line = `  ${name}`.padEnd(36);
    for (const word of value.split(" ")) {
      if (line.length + word.length > 79) {
        console.log(line.trimEnd());
        line = " ".repeat(36);
      }
      line += `${word} `;
    }
    console.log(line.trimEnd());
  }
}

const UNITS: Readonly<Record<string, [divisor: number, unit: string]>> = {
  maxStorageBufferBindingSize: [2 ** 20, " MiB"],
  maxBufferSize: [2 ** 20, " MiB"],
  maxComputeWorkgroupStorageSize: [2 ** 10, " KiB"],
};

function inUnits([limit, value]: [string, number]): [string, string] {
  const [divisor, unit] = UNITS[limit] ?? [1, ""];
  return [limit, `${Math.floor(value / divisor)}${unit}`];
}
