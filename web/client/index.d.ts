import type {Methods} from "./methods.js";

export type {Methods} from "./methods.js";

/** The bench refused a call: `code` and `data` are those of the control interface. */
export class BenchError extends Error {
    readonly code: number;
    readonly data: unknown;
    constructor(message: string, code?: number, data?: unknown);
}

/** How texts, each one object in JSON, go to a program and come from it. */
export interface Transport {
    send(text: string): void;
    close(): void;
    /** Set by the client. */
    onmessage?: (text: string) => void;
    onclose?: (error?: BenchError) => void;
}

/** An event of the trace. */
export interface TraceEvent {
    id: number;
    t_ns: number;
    kind: string;
    source?: string;
    cause?: number;
    [field: string]: unknown;
}

export interface Notifications {
    event: TraceEvent;
    /** The connection has ended. */
    close: BenchError;
}

/** Calls the methods of the control interface. */
export class Client {
    constructor(transport: Transport);
    /** The result of a method; rejects with a `BenchError`. */
    call<Name extends keyof Methods>(
        method: Name,
        ...params: {} extends Methods[Name] ? [params?: Methods[Name]] : [params: Methods[Name]]
    ): Promise<any>;
    /** Calls `listener` for each notification; returns a function that ends that. */
    on<Name extends keyof Notifications>(
        notification: Name,
        listener: (parameters: Notifications[Name]) => void
    ): () => void;
    /** Ends the connection; calls that wait for their answers reject. */
    close(): void;
}

/** A client at `unix:PATH`, `tcp:HOST:PORT` (in Node) or `ws://HOST:PORT/api/v1/events`. */
export function connect(endpoint: string, options?: {token?: string}): Promise<Client>;

/** In Node: starts a program with a bench of its own, which ends with `close`. */
export function start(options?: {program?: string; args?: string[]}): Client & {readonly exited: Promise<number>};
