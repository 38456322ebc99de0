// The client with the transports that Node has: sockets and the standard input and output of a program.
import {spawn} from "node:child_process";
import net from "node:net";

import {BenchError, Client, connect as connectToPage} from "./index.js";

export {BenchError, Client};

/// Calls `take` for each line of a stream.
function splitLines(stream, take) {
    let rest = "";
    stream.setEncoding("utf8");
    stream.on("data", (piece) => {
        const lines = (rest + piece).split("\n");
        rest = lines.pop();
        lines.forEach(take);
    });
}

/// The options of `net.connect` for "unix:PATH" or "tcp:HOST:PORT".
function addressOf(endpoint) {
    const [, kind, place] = /^(unix|tcp):(.+)$/.exec(endpoint) ?? [];
    const colon = place?.lastIndexOf(":");
    if (kind === "unix") return {path: place};
    if (kind === "tcp" && colon > 0) return {host: place.slice(0, colon), port: Number(place.slice(colon + 1))};
    throw new BenchError(`invalid endpoint '${endpoint}' (expected unix:PATH, tcp:HOST:PORT or ws://…)`);
}

/// A client at an endpoint of `--control`, or at the WebSocket of a page.
export async function connect(endpoint, {token} = {}) {
    if (/^wss?:/.test(endpoint)) return connectToPage(endpoint, {token});
    const socket = net.connect(addressOf(endpoint));
    await new Promise((resolve, reject) => {
        socket.once("connect", resolve);
        socket.once("error", (error) => reject(new BenchError(`${endpoint}: ${error.message}`, 3)));
    });
    const transport = {send: (text) => socket.write(text + "\n"), close: () => socket.end()};
    const client = new Client(transport);
    splitLines(socket, (line) => transport.onmessage(line));
    socket.on("error", () => socket.destroy());
    socket.on("close", () => transport.onclose());
    if (token !== undefined) await client.call("authenticate", {token});
    return client;
}

/// Starts a program with a bench of its own, controlled over its standard input and output. `program` is found by the
/// variable OTBENCH, or as `otbench` on the PATH. `close` ends it; `client.exited` is a promise of its exit code.
export function start({program = process.env.OTBENCH || "otbench", args = []} = {}) {
    const child = spawn(program, ["run", "--control", "stdio", ...args], {stdio: ["pipe", "pipe", "inherit"]});
    const transport = {send: (text) => child.stdin.write(text + "\n"), close: () => child.stdin.end()};
    const client = new Client(transport);
    client.exited = new Promise((resolve) => child.on("close", resolve));
    splitLines(child.stdout, (line) => transport.onmessage(line));
    child.stdin.on("error", () => {});
    child.on("error", (error) => transport.onclose(new BenchError(`${program}: ${error.message}`, 3)));
    child.on("close", (code) => transport.onclose(new BenchError(`the bench has ended with exit code ${code}`, 3)));
    return client;
}
