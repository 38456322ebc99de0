import sigrokdecode as srd

SERVICES = {0x40: 'SND_NKE', 0x53: 'SND_UD', 0x5A: 'REQ_UD1', 0x5B: 'REQ_UD2', 0x08: 'RSP_UD'}
FCB_OR_ACD, FCV_OR_DFC = 0x20, 0x10
SILENT_CHARACTERS = 3  # 33 bit times end a frame
RX, TX = 0, 1
ANN_FRAME, ANN_FIELD, ANN_WARNING = range(3)
BIN_FRAMES = 0


def service_of(control):
    '''The name of a control field, its flag bits aside.'''
    if control & 0x40:
        name = SERVICES.get(control & ~FCB_OR_ACD)
    else:
        name = SERVICES.get(control & ~(FCB_OR_ACD | FCV_OR_DFC))
    return name or 'C %02X' % control


class Decoder(srd.Decoder):
    api_version = 3
    id = 'mbus'
    name = 'M-Bus'
    longname = 'Meter-Bus (EN 13757)'
    desc = 'Field bus for reading meters.'
    license = 'apache-2.0'
    inputs = ['uart']
    outputs = []
    tags = ['Embedded/industrial']
    annotations = (
        ('frame', 'Frame'),
        ('field', 'Field'),
        ('warning', 'Warning'),
    )
    binary = (
        ('frames', 'Frames, a line of hex each'),
    )
    annotation_rows = (
        ('frames', 'Frames', (ANN_FRAME,)),
        ('fields', 'Fields', (ANN_FIELD,)),
        ('warnings', 'Warnings', (ANN_WARNING,)),
    )

    def __init__(self):
        self.reset()

    def reset(self):
        self.held = [[], []]  # (start, end, value) of each direction

    def start(self):
        self.out_ann = self.register(srd.OUTPUT_ANN)
        self.out_binary = self.register(srd.OUTPUT_BINARY)

    def decode(self, ss, es, data):
        kind, direction, payload = data
        if kind == 'DATA':
            self.take(direction, ss, es, payload[0])
        elif kind in ('INVALID STOPBIT', 'PARITY ERROR'):
            self.put(ss, es, self.out_ann, [ANN_WARNING, ['Wrong parity or stop bit', 'Damaged']])

    def take(self, direction, ss, es, value):
        held = self.held[direction]
        if held and ss - held[-1][1] > SILENT_CHARACTERS * (es - ss) * 11 / 8:
            self.give_up(held)
        held.append((ss, es, value))
        size = self.size_of([byte[2] for byte in held])
        if size == 0:
            self.give_up(held)
        elif size == len(held):
            self.show(held)
            held.clear()

    @staticmethod
    def size_of(values):
        '''How long the frame is that begins so; 0 when none does, None while that is unknown.'''
        if values[0] == 0xE5:
            return 1
        if values[0] == 0x10:
            return 5
        if values[0] != 0x68 or (len(values) > 3 and values[3] != 0x68):
            return 0
        return values[1] + 6 if len(values) > 1 else None

    def give_up(self, held):
        self.put(held[0][0], held[-1][1], self.out_ann, [ANN_WARNING, ['No frame: %d bytes' % len(held), 'No frame']])
        held.clear()

    def field(self, byte, text, short):
        self.put(byte[0], byte[1], self.out_ann, [ANN_FIELD, [text, short]])

    def show(self, held):
        values = [byte[2] for byte in held]
        line = ''.join('%02x' % value for value in values) + '\n'
        self.put(held[0][0], held[-1][1], self.out_binary, [BIN_FRAMES, line.encode()])
        if values[0] == 0xE5:
            return self.put(held[0][0], held[0][1], self.out_ann, [ANN_FRAME, ['Acknowledgement (E5)', 'E5']])
        control = 1 if values[0] == 0x10 else 4
        service = service_of(values[control])
        text = '%s, address %d' % (service, values[control + 1])
        if values[0] == 0x68:
            text += ', CI %02X, %d bytes of data' % (values[6], values[1] - 3) if values[1] >= 3 else ', too short'
        self.put(held[0][0], held[-1][1], self.out_ann, [ANN_FRAME, [text, service]])
        self.field(held[control], 'Control field %02X' % values[control], 'C')
        self.field(held[control + 1], 'Address %d' % values[control + 1], 'A')
        if values[0] == 0x68:
            self.field(held[1], 'Length %d' % values[1], 'L')
            if values[1] != values[2]:
                self.put(held[2][0], held[2][1], self.out_ann, [ANN_WARNING, ['The lengths differ', 'Length']])
        expected = sum(values[control:-2]) % 256
        self.field(held[-2], 'Checksum %02X' % values[-2], 'CS')
        if expected != values[-2]:
            self.put(held[-2][0], held[-2][1], self.out_ann,
                     [ANN_WARNING, ['Checksum %02X, computed %02X' % (values[-2], expected), 'Checksum']])
