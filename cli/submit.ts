/** `earnest submit slurm|kubernetes COMMAND...`: a command as tasks of an existing engine. */
import { Argument, type Command, InvalidArgumentError, Option } from "npm:commander@15.1.0"; // Parses the command line.
import { InputError } from "../src/basics/errors.ts";
import { suggestion } from "../src/basics/nearest.ts";
import { quotable } from "../src/basics/printable.ts";
import { MOST_SHARDS, SHARDED_COMMANDS } from "../src/distribute/plan.ts";
import { requireFurther } from "../src/distribute/submit/slurm_scripts.ts";
import { VALUE_FORMS, type ValueForm } from "../src/distribute/submit/values.ts";
import { wholeNumber } from "./measure_options.ts";
import { offering } from "./offered.ts";
import { command } from "./options.ts";
import { parseVolume, submitKubernetes } from "./submit_kubernetes.ts";
import { submitSlurm } from "./submit_slurm.ts";
import { SHARDS } from "./submitted.ts";

const SLURM_EXAMPLE =
  "earnest submit slurm --print --shards 4 embed clips.csv --backbone my-backbone.json --out corpus";

/** The `submit` command. */
export function submitCommand(): Command {
  return command(
    "submit",
    "Sends a command as an array of tasks to Slurm or Kubernetes; its own options stand behind it.",
    SLURM_EXAMPLE,
  )
    // So that options behind "slurm" are those of "slurm".
    .enablePositionalOptions()
    .passThroughOptions()
    .argument("[engine...]", "slurm or kubernetes, then its options and the command")
    .action(refuse)
    .addCommand(slurmCommand())
    .addCommand(kubernetesCommand());
}

/** @throws {InputError} always: another word than the engines' stands first */
function refuse([engine]: readonly string[]): never {
  if (engine === undefined) throw new InputError("submit needs an engine: slurm or kubernetes");
  throw new InputError(
    `submit knows no engine "${quotable(engine)}"; ${suggestion(engine, ["slurm", "kubernetes"])}`,
  );
}

function slurmCommand(): Command {
  const submits = withTaskOptions(command(
    "slurm",
    "Sends a command as an array of Slurm, and a job that puts the shards together.",
    SLURM_EXAMPLE,
  ));
  return submits
    .addOption(
      formOption("--gres <resource>", "a resource of each task, such as gpu:a100:1", "gres")
        .conflicts("gpus"),
    )
    .addOption(formOption("--time <limit>", "time limit of each task", "time"))
    .addOption(formOption("--partition <name>", "where it runs", "partition"))
    .addOption(formOption("--account <name>", "to whom it is charged", "account"))
    .addOption(
      new Option(
        "--sbatch <option>",
        "a further option of sbatch, such as --sbatch --constraint=a100; repeatable",
      ).argParser(parseFurther),
    )
    .action(submitSlurm);
}

function kubernetesCommand(): Command {
  const submits = withTaskOptions(command(
    "kubernetes",
    "Sends a command as an Indexed Job of Kubernetes, with a suspended job that puts the shards together.",
    "earnest submit kubernetes --print --image registry.example.org/earnest --volume corpora:/data " +
      "--gpus 1 embed clips.csv --backbone my-backbone.json --out corpus",
  ));
  return submits
    .addOption(
      formOption("--image <name>", "image of Earnest (image/Dockerfile)", "image")
        .makeOptionMandatory(),
    )
    .addOption(
      new Option(
        "--volume <claim>",
        "persistent volume claim that holds this folder: CLAIM, or CLAIM:/FOLDER where tasks see it " +
          "elsewhere; repeatable for other volumes",
      ).argParser(parseVolume).makeOptionMandatory(),
    )
    .addOption(formOption("--namespace <name>", "namespace of the jobs", "namespace"))
    .action(submitKubernetes);
}

/** The options of all engines. Those of the submitted command stand behind its name. */
function withTaskOptions(submits: Command): Command {
  return submits
    .passThroughOptions()
    .addArgument(offering(
      new Argument("[command...]", "embed, scan, split, search or audit, with its arguments"),
      SHARDED_COMMANDS,
    ))
    .addOption(
      new Option("--shards <n>", `number of shards (default: ${SHARDS})`)
        .argParser(wholeNumber(1, MOST_SHARDS)),
    )
    .addOption(
      new Option("--gpus <n>", "graphics cards of each task").argParser(wholeNumber(1, 64)),
    )
    .addOption(
      new Option("--cpus <n>", "processors of each task").argParser(wholeNumber(1, 1024)),
    )
    .addOption(formOption("--memory <size>", "memory of each task, such as 16G", "memory"))
    .addOption(
      new Option("--max-parallel <n>", "tasks that may run at once")
        .argParser(wholeNumber(1, MOST_SHARDS)),
    )
    .option("--print", "print what would be submitted; write and submit nothing", false)
    .option("--resume <folder>", "send what is missing of an output folder, in place of a command");
}

/** An option whose value becomes part of a script or manifest. */
function formOption(flags: string, description: string, form: keyof typeof VALUE_FORMS): Option {
  return new Option(flags, description).argParser((value) => checked(value, VALUE_FORMS[form]));
}

/** Parses `--sbatch`, which may be given several times. */
function parseFurther(value: string, before: readonly string[] = []): readonly string[] {
  requireFurther(checked(value, VALUE_FORMS.sbatch));
  return [...before, value];
}

function checked(value: string, { pattern, expected }: ValueForm): string {
  if (pattern.test(value)) return value;
  throw new InvalidArgumentError(`expected ${expected}`);
}
