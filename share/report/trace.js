"use strict";
// The trace of a run: events by their ids, and what the lanes show: bytes, frames, messages and pins. Times are seconds.

/// The bytes that a gzip stream in base64 holds.
async function unpack(base64) {
    const characters = atob(base64), packed = new Uint8Array(characters.length);
    for (let i = 0; i < packed.length; ++i) packed[i] = characters.charCodeAt(i);
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Uint8Array(await new Response(stream).arrayBuffer());
}

/// Numbers of seven bits a byte, least significant first (LEB128).
class Varints {
    constructor(bytes) { this.bytes = bytes; this.at = 0; }
    next() {
        let value = 0;
        for (let weight = 1;; weight *= 128) {
            const byte = this.bytes[this.at++];
            value += (byte & 127) * weight;
            if (byte < 128) return value;
        }
    }
    nextSigned() {
        const value = this.next();
        return value % 2 ? -(value + 1) / 2 : value / 2;
    }
}

/// A wave as two arrays: its points, or the changes of a level.
async function unpackWave(wave) {
    const numbers = new Varints(await unpack(wave.data));
    const times = new Float64Array(wave.count), values = new Float64Array(wave.count);
    for (let i = 0, time = 0, value = 0; i < wave.count; ++i) {
        time += numbers.next();
        value += numbers.nextSigned();
        times[i] = time / 1e9;
        values[i] = value / wave.scale;
    }
    return {name: wave.name, unit: wave.unit, times, values};
}

/// Events that stand for bytes on a line, and in which direction.
const byteKinds = {
    softuart_tx: "tx", uart_tx: "tx", mezz_tx: "tx", master_tx: "tx",
    softuart_rx: "rx", uart_rx: "rx", mezz_rx: "rx", master_rx: "rx",
};
const messageKinds = {bench_publish: "out", bench_receive: "in", bench_request: "out"};
const bitsOfReception = 9.5;  // from the start bit's edge to the middle of the stop bit, without parity

/// Events from lines of JSON without "{", "id" and "t_ns": differences to the line before are in their place, and the
/// cause is one to the id. Lines that begin with "{" are whole.
function readEvents(text) {
    let id = 0, time = 0;
    return text.split("\n").filter((line) => line).map((line) => {
        if (line.startsWith("{")) return JSON.parse(line);
        const first = line.indexOf(","), second = line.indexOf(",", first + 1);
        id += Number(line.slice(0, first));
        time += Number(line.slice(first + 1, second));
        const event = JSON.parse(`{"id":${id},"t_ns":${time},${line.slice(second + 1)}`);
        if (event.cause !== undefined) event.cause = id - event.cause;
        return event;
    });
}

class Trace {
    constructor(text) {
        this.events = readEvents(text);
        this.byId = new Map(this.events.map((event) => [event.id, event]));
        this.effects = new Map();
        for (const event of this.events) {
            event.t = event.t_ns / 1e9;
            if (!event.cause) continue;
            if (!this.effects.has(event.cause)) this.effects.set(event.cause, []);
            this.effects.get(event.cause).push(event);
        }
        this.bytes = {tx: [], rx: []};
        this.frames = [];
        this.messages = [];
        this.pins = new Map();
        for (const event of this.events) this.sort(event);
        this.endTransmissions();
    }

    event(id) { return this.byId.get(id); }
    effectsOf(event) { return this.effects.get(event.id) || []; }

    /// The event, what led to it, and so on up to the first.
    chain(event) {
        const chain = [event];
        for (let cause; (cause = this.event(chain[chain.length - 1].cause));) chain.push(cause);
        return chain;
    }

    sort(event) {
        const direction = byteKinds[event.kind];
        if (direction && event.origin !== "log") this.bytes[direction].push(this.block(event, direction));
        if (event.kind === "frame") this.frames.push(this.frame(event));
        if (messageKinds[event.kind]) this.messages.push(event);
        if (event.kind === "gpio_edge") this.change(event);
        if (event.kind === "gpio_dir" && event.level !== undefined) this.change(event);
    }

    block(event, direction) {
        const text = event.hex || event.hex_hex || "";
        if (direction === "tx") return {from: event.t, to: event.t, text, event};
        const cause = this.event(event.cause), from = cause ? cause.t : event.t;
        return {from, to: event.t + (event.t - from) / bitsOfReception / 2, text, event};
    }

    /// A transmission lasts from its first edge to a stop bit behind its last, at the most to the next one.
    endTransmissions() {
        let bit = Infinity;
        for (const block of this.bytes.tx) {
            const edges = this.effectsOf(block.event).filter((e) => e.kind === "gpio_edge").map((e) => e.t);
            for (let i = 1; i < edges.length; ++i) bit = Math.min(bit, edges[i] - edges[i - 1]);
            if (edges.length) block.from = edges[0];
            block.last = edges.length ? edges[edges.length - 1] : block.from;
        }
        if (!isFinite(bit)) bit = 1 / 2400;
        this.bytes.tx.forEach((block, i) => {
            const bytes = Math.max(1, block.text.length / 2);
            const next = this.bytes.tx[i + 1];
            block.to = Math.max(block.last + bit, block.from + bytes * 11 * bit);
            if (next && next.from > block.from) block.to = Math.min(block.to, next.from);
        });
    }

    frame(event) {
        const cause = this.event(event.cause);
        const ends = this.effectsOf(event).filter((e) => e.kind === "meter_current").map((e) => e.t);
        const isRequest = event.direction === "request";
        const from = isRequest && cause ? cause.t : event.t;
        const to = isRequest || !ends.length ? event.t : ends[ends.length - 1];
        const service = event.service || event.direction;
        return {from, to: Math.max(to, from + 1e-4), text: `${service} ${isRequest ? "→" : "←"} ${event.meter}`, event};
    }

    change(event) {
        const name = `${event.source || ""}.gpio${event.pin}`;
        if (!this.pins.has(name)) this.pins.set(name, {name, times: [0], values: [0]});
        const pin = this.pins.get(name);
        pin.times.push(event.t);
        pin.values.push(Number(event.level));
    }
}
