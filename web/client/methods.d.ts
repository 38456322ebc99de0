/** The parameters of each method of a bench; written by generate_types.js. */
export interface Methods {
    /** Tells the versions of the program and of this interface. */
    "version": {
    };
    /** Describes all methods, as in this table. */
    "rpc.describe": {
    };
    /** Builds the bench of a scenario, starts it and waits until its devices are ready; performs none of its steps. Replaces a bench that is loaded; when it is cancelled, none is loaded. */
    "bench.load": {
        /** Path of the scenario; or else `text`. */
        file?: string;
        /** The scenario itself, in YAML; it needs no steps. */
        text?: string;
        /** Path by which messages name `text`; `bench.yaml` if not given. */
        name?: string;
        /** Values of the scenario's parameters, by name. */
        parameters?: object;
        /** Start of all randomness, instead of the scenario's. */
        seed?: number;
        /** `mosquitto`, `internal` or `mqtt://host:port`, instead of the scenario's. */
        broker?: string;
        /** `virtual`, `real` or a factor such as `x10`, instead of the scenario's. */
        pace?: string;
        /** Folder for the files of the trace; no files if not given. */
        out?: string;
        /** Keep signals, so that steps can look back at them; true if not given. */
        record?: boolean;
        /** Topics to subscribe to before the devices start. */
        subscribe?: string[];
        /** Token of notifications `progress` during the call: `token`, `time_ns`, `share` (0 to 1, or null). */
        progress?: string | number;
    };
    /** Tells what the bench consists of. */
    "bench.describe": {
    };
    /** Builds the loaded bench anew, as `bench.load` did. */
    "reset": {
    };
    /** Ends the call that lets time run; it fails with the error 5. Answered at once, in front of other requests. */
    "run.cancel": {
        /** Id of the request, one of the caller's; the one that runs, of any client, if not given. */
        id?: string | number;
    };
    /** Writes the files of the trace and ends the program; a run that has stopped performs its teardown before. */
    "shutdown": {
    };
    /** Tells the virtual time since the start, and the id of the last event. */
    "time": {
    };
    /** Lets time run. */
    "run.for": {
        /** How long. */
        duration: string;
        /** Token of notifications `progress` during the call: `token`, `time_ns`, `share` (0 to 1, or null). */
        progress?: string | number;
    };
    /** Lets time run until a time since the start; not at all when that has passed. */
    "run.until": {
        /** The time. */
        time: string;
        /** Token of notifications `progress` during the call: `token`, `time_ns`, `share` (0 to 1, or null). */
        progress?: string | number;
    };
    /** Lets time run until the next event, with all that happens at its instant. */
    "run.step": {
        /** At most so long; `1h` if not given. */
        within?: string;
        /** Token of notifications `progress` during the call: `token`, `time_ns`, `share` (0 to 1, or null). */
        progress?: string | number;
    };
    /** Performs a step or a list of steps, written as in a scenario. A check that fails is a result, not an error. */
    "step": {
        /** The step. */
        step: string | object | object[];
        /** Line of the caller's file by which the trace names the step. */
        line?: number;
        /** Token of notifications `progress` during the call: `token`, `time_ns`, `share` (0 to 1, or null). */
        progress?: string | number;
    };
    /** Changes values, status, faults and other settings of a meter, as the step `meter` does. */
    "meter.set": {
        /** Name of the meter. */
        meter: string;
        /** The new ones, by name. */
        set: object;
    };
    /** Tells the variables that steps saved. */
    "variables": {
    };
    /** Tells at which step a run has stopped that was started with `--debug-on-error`. Answered when a step fails. */
    "run.failure": {
    };
    /** Lets such a run perform its next steps, until another one fails. */
    "run.continue": {
    };
    /** Tells the values of a meter as it shows them now, its settings, and how many frames it received and sent. */
    "meter.get": {
        /** Name of the meter. */
        meter: string;
    };
    /** Tells voltages, currents and counters of a bus, and what is wrong with its line. */
    "bus.get": {
        /** Name of the bus; `bus` if the scenario has no other. */
        bus: string;
    };
    /** Tells a signal as it is now, and its changes; volts, amperes, or 0 and 1. */
    "signal.get": {
        /** `bus voltage`, `bus current`, `tx`, `rx`, or a pin such as `boiler.gpio15`. */
        signal: string;
        /** Name of the bus; `bus` if not given. */
        bus?: string;
        /** Time of the first change to tell; no changes if not given. */
        since_ns?: number;
    };
    /** Keeps the values of all meters under a name. Of a value that changes by itself, its description is kept. */
    "checkpoint.save": {
        /** Name of the checkpoint. */
        name: string;
    };
    /** Gives all meters the values that they had at a checkpoint. Meters that came or went since are left out. */
    "checkpoint.restore": {
        /** Name of the checkpoint. */
        checkpoint: string;
    };
    /** Tells how many frames each meter received and sent, how often each line had a collision, for how long time stood still because this machine was too slow, and how late the bench was lately and at most. */
    "counters": {
    };
    /** Sets the counters of all meters to 0, and forgets those of removed meters. */
    "counters.reset": {
    };
    /** Connects a meter to a bus. It has power from then on, and listens after its start. */
    "meter.add": {
        /** Name of the meter. */
        name: string;
        /** The meter, as in a scenario: `{profile: itron-cf-echo-2, address: 7}`. */
        as: string | object;
        /** Name of the bus; not needed when there is one. */
        bus?: string;
    };
    /** Disconnects a meter, also in the middle of its answer. */
    "meter.remove": {
        /** Name of the meter. */
        meter: string;
    };
    /** Adds a bus with its meters and opens its endpoints. */
    "bus.add": {
        /** Name of the bus. */
        name: string;
        /** The bus, as in a scenario: `{cable: {length: 20 m}, meters: {}}`. */
        as: string | object;
    };
    /** Removes a bus without meters and devices; the peers of its bridges are disconnected. */
    "bus.remove": {
        /** Name of the bus. */
        bus: string;
    };
    /** Tells the events of the trace, oldest first. The last 50000 are kept. */
    "events.since": {
        /** Id of the first event; 1 if not given. */
        id?: number;
        /** Only events of these kinds; all if not given. */
        kinds?: string[];
        /** How many events at most; 1000 if not given, 10000 at most. */
        limit?: number;
    };
    /** Sends a notification `event` for each event from now on to the calling client. */
    "events.subscribe": {
        /** Only events of these kinds; all if not given. */
        kinds?: string[];
    };
    /** Ends these notifications. */
    "events.unsubscribe": {
    };
    /** Tells the frames that went over the buses, oldest first. */
    "journal": {
        /** Only those of this bus; of all buses if not given. */
        bus?: string;
        /** Only this service, such as `REQ_UD2`; `ACK` or `damaged`; all if not given. */
        kind?: string;
        /** Only those that began at this time or later. */
        since_ns?: number;
    };
    /** Sends a notification `frame` for each frame from now on to the calling client, as `journal` tells it. */
    "journal.subscribe": {
    };
    /** Ends these notifications. */
    "journal.unsubscribe": {
    };
    /** Counts frames, for checks such as 1 SND_NKE before the first REQ_UD2. */
    "journal.verify": {
        /** The service to count, such as `SND_NKE`; `ACK` or `damaged`. */
        kind: string;
        /** Only frames with this address. */
        address?: number;
        /** Only frames of this bus. */
        bus?: string;
        /** Only frames before the first one of this kind. */
        before?: string;
        /** How many are expected; at least 1 if not given. */
        count?: number;
    };
    /** Tells what the bytes of a frame mean. */
    "frame.decode": {
        /** The bytes of the frame in hex. */
        hex: string;
    };
    /** Lets the bench's own master send bytes, whatever they mean. It does not wait for an answer. */
    "frame.send": {
        /** The bytes in hex. */
        hex: string;
        /** Name of the bus; `bus` if not given. */
        bus?: string;
    };
    /** Proves that the client may use a bench that other machines reach. */
    "authenticate": {token: string};
}
