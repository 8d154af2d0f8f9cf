/**
 * TCP ports that never get a payload from us. Printing ports print whatever arrives or hang; controllers of buildings and water
 * works (S7, Modbus, Fox, OPC UA, DNP3, EtherNet/IP) have failed on unexpected bytes. Looking whether the port is open is fine.
 */
const fragilePorts: ReadonlySet<number> = new Set([
  102, 502, 515, 631, 1911, 4840, 4911, 9100, 9101, 9102, 9103, 9104, 9105, 9106, 9107, 20000, 44818,
]);

export function isFragilePort(port: number): boolean {
  return fragilePorts.has(port);
}
