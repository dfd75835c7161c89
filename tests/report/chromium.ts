/** Drives headless Chromium over its DevTools protocol. */
import assert from "node:assert/strict";

const FLAGS = [
  "--headless=new",
  "--no-sandbox",
  "--disable-gpu",
  "--hide-scrollbars",
  "--remote-debugging-port=0",
];

/**
 * Whether Chromium is on the PATH. Where it is not, this prints what is skipped, or throws with
 * `EARNEST_REQUIRE_CHROMIUM=1`.
 */
export async function hasChromium(): Promise<boolean> {
  try {
    const { success } = await new Deno.Command("chromium", { args: ["--version"] }).output();
    if (success) return true;
  } catch (thrown) {
    if (!(thrown instanceof Deno.errors.NotFound)) throw thrown;
  }
  if (Deno.env.get("EARNEST_REQUIRE_CHROMIUM") === "1") {
    throw new Error("chromium is required but is not on the PATH");
  }
  console.warn("SKIPPED: chromium is not on the PATH; install Debian's package of that name");
  return false;
}

/** A page that is open in Chromium. */
export interface Page {
  /** Opens a file and waits until it is loaded. */
  open(path: string): Promise<void>;
  /** Sets width and height of the window in CSS pixels, and whether the user prefers dark pages. */
  resize(width: number, height: number, isDark?: boolean): Promise<void>;
  /** Returns the value of a JavaScript expression, or of its promise, in the page, to which the page's own policy does not apply. */
  evaluate(expression: string): Promise<unknown>;
  /** Turns the scripts of pages that are opened from now on off. */
  withoutScripts(): Promise<void>;
  /** Presses a key and lets it go. */
  press(key: "Tab" | "Escape" | "Enter"): Promise<void>;
  /** Prints the page on paper of a width and height in inches, and returns the number of sheets. */
  print(width: number, height: number): Promise<number>;
  /** Takes a picture of the whole page, as PNG. */
  screenshot(): Promise<Uint8Array>;
  /** Addresses that were requested since the start. */
  readonly requests: readonly string[];
  /** Messages of the console and of the page's policy since the start. */
  readonly messages: readonly string[];
}

/** Runs Chromium with an empty page and an empty profile. */
export async function withPage(use: (page: Page) => Promise<void>): Promise<void> {
  const profile = await Deno.makeTempDir();
  const browser = new Deno.Command("chromium", {
    args: [...FLAGS, `--user-data-dir=${profile}`, "about:blank"],
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const errors = browser.stderr.pipeThrough(new TextDecoderStream());
  try {
    const { address, rest } = await devToolsAddress(errors);
    const drained = drain(rest);
    const connection = await Connection.open(address);
    await use(await connection.page());
    await connection.send("Browser.close");
    connection.close();
    await drained;
  } finally {
    try {
      browser.kill("SIGKILL");
    } catch {
      // The browser has ended by itself.
    }
    await browser.status;
    await Deno.remove(profile, { recursive: true }).catch(() => {});
  }
}

async function devToolsAddress(errors: ReadableStream<string>) {
  const reader = errors.getReader();
  let text = "";
  for (;;) {
    const { value, done } = await reader.read();
    assert.ok(!done, `Chromium ended: ${text}`);
    text += value;
    const address = text.match(/DevTools listening on (ws:\S+)\s/)?.[1];
    if (address) return { address, rest: reader };
  }
}

async function drain(reader: ReadableStreamDefaultReader<string>): Promise<void> {
  while (!(await reader.read()).done);
}

type Reply = Record<string, unknown>;
type Waiting = { resolve: (reply: Reply) => void; reject: (error: Error) => void };

class Connection {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, Waiting>();
  readonly #requests: string[] = [];
  readonly #messages: string[] = [];
  #loaded = () => {};
  #sent = 0;
  #session: string | undefined;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.onmessage = ({ data }) => this.#receive(JSON.parse(data));
  }

  static async open(address: string): Promise<Connection> {
    const socket = new WebSocket(address);
    await new Promise((resolve, reject) => {
      socket.onopen = resolve;
      socket.onerror = reject;
    });
    return new Connection(socket);
  }

  close(): void {
    this.#socket.close();
  }

  send(method: string, params: Reply = {}): Promise<Reply> {
    const id = ++this.#sent;
    const session = this.#session === undefined ? {} : { sessionId: this.#session };
    this.#socket.send(JSON.stringify({ id, method, params, ...session }));
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
  }

  async page(): Promise<Page> {
    const { targetId } = await this.send("Target.createTarget", { url: "about:blank" });
    const { sessionId } = await this.send("Target.attachToTarget", { targetId, flatten: true });
    this.#session = sessionId as string;
    for (const domain of ["Page", "Network", "Log", "Runtime"]) await this.send(`${domain}.enable`);
    return {
      open: async (path) => {
        const loaded = new Promise<void>((resolve) => this.#loaded = resolve);
        await this.send("Page.navigate", { url: `file://${path}` });
        await loaded;
      },
      resize: async (width, height, isDark = false) => {
        const metrics = { width, height, deviceScaleFactor: 1, mobile: width < 600 };
        await this.send("Emulation.setDeviceMetricsOverride", metrics);
        const value = isDark ? "dark" : "light";
        const features = [{ name: "prefers-color-scheme", value }];
        await this.send("Emulation.setEmulatedMedia", { features });
      },
      evaluate: async (expression) => {
        const reply = await this.send("Runtime.evaluate", {
          expression,
          returnByValue: true,
          awaitPromise: true,
        });
        assert.equal(reply.exceptionDetails, undefined, JSON.stringify(reply.exceptionDetails));
        return (reply.result as Reply).value;
      },
      withoutScripts: async () => {
        await this.send("Emulation.setScriptExecutionDisabled", { value: true });
      },
      press: async (key) => {
        const pressed = key === "Enter" ? { text: "\r", windowsVirtualKeyCode: 13 } : {};
        for (const type of ["keyDown", "keyUp"]) {
          await this.send("Input.dispatchKeyEvent", { type, key, code: key, ...pressed });
        }
      },
      print: async (paperWidth, paperHeight) => {
        const { data } = await this.send("Page.printToPDF", {
          paperWidth,
          paperHeight,
          preferCSSPageSize: false,
        });
        const pdf = new TextDecoder("latin1").decode(Uint8Array.fromBase64(data as string));
        return pdf.match(/\/Type \/Page\b/g)!.length;
      },
      screenshot: async () => {
        const { data } = await this.send("Page.captureScreenshot", { captureBeyondViewport: true });
        return Uint8Array.fromBase64(data as string);
      },
      requests: this.#requests,
      messages: this.#messages,
    };
  }

  #receive({ id, result, error, method, params }: Reply): void {
    if (id !== undefined) {
      const waiting = this.#waiting.get(id as number)!;
      this.#waiting.delete(id as number);
      if (error) return waiting.reject(new Error(JSON.stringify(error)));
      return waiting.resolve(result as Reply);
    }
    const of = params as Record<string, Record<string, unknown>>;
    if (method === "Network.requestWillBeSent") this.#requests.push(of.request!.url as string);
    if (method === "Log.entryAdded") this.#messages.push(of.entry!.text as string);
    if (method === "Runtime.consoleAPICalled") this.#messages.push(JSON.stringify(of));
    if (method === "Page.loadEventFired") this.#loaded();
  }
}
