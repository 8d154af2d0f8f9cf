/** Texts that make a system run the schedule: systemd, cron, and the task planner of Windows. Nothing is written or started here. */

export interface Installation {
  /** Absolute path of Node and of bin/run.js. */
  node: string;
  program: string;
  datenbank: string;
  /** Account the schedule runs under. */
  benutzer: string;
  /** Absolute folders jobs write into, besides that of the database. */
  schreibtNach: readonly string[];
}

export interface InstallationText {
  name: string;
  /** German; what it is for and where it goes. */
  zweck: string;
  inhalt: string;
}

/** How often a timer looks; a look at nothing due takes a fraction of a second. */
const everyMinutes = 5;

/** All of them; an administrator takes one way. */
export function installationTexts(installation: Installation): InstallationText[] {
  return [
    {
      name: 'burgward-zeitplan.service',
      zweck: 'systemd: ein Blick auf den Zeitplan, aufgerufen vom Timer; nach /etc/systemd/system',
      inhalt: lookUnit(installation),
    },
    {
      name: 'burgward-zeitplan.timer',
      zweck: `systemd: ruft ihn alle ${everyMinutes} Minuten auf; nach /etc/systemd/system, dann „systemctl enable --now burgward-zeitplan.timer“`,
      inhalt: timerUnit(),
    },
    {
      name: 'burgward-zeitplan-dienst.service',
      zweck:
        'systemd: statt des Timers ein dauernd laufender Dienst mit Überwachung; „systemctl enable --now burgward-zeitplan-dienst“',
      inhalt: serviceUnit(installation),
    },
    { name: 'burgward-zeitplan.cron', zweck: 'cron: nach /etc/cron.d/burgward-zeitplan', inhalt: cronFile(installation) },
    {
      name: 'burgward-zeitplan-windows.xml',
      zweck:
        'Windows-Aufgabenplanung: Aktion › Aufgabe importieren, oder „schtasks /Create /TN burgward-zeitplan /XML burgward-zeitplan-windows.xml“',
      inhalt: windowsTask(installation),
    },
  ];
}

function lookUnit(installation: Installation): string {
  return `[Unit]
Description=burgward: fällige Aufträge des Zeitplans
Documentation=man:systemd.timer(5)
After=network-online.target
Wants=network-online.target

[Service]
Type=oneshot
ExecStart=${commandLine(installation, 'ausfuehren', '--leise')}
TimeoutStartSec=13h
TimeoutStopSec=15
KillMode=mixed
SuccessExitStatus=143
${hardening(installation)}`;
}

function timerUnit(): string {
  return `[Unit]
Description=burgward: Blick auf den Zeitplan alle ${everyMinutes} Minuten

[Timer]
OnCalendar=*:0/${everyMinutes}
RandomizedDelaySec=20
Persistent=true
Unit=burgward-zeitplan.service

[Install]
WantedBy=timers.target
`;
}

function serviceUnit(installation: Installation): string {
  return `[Unit]
Description=burgward: Zeitplan
After=network-online.target
Wants=network-online.target
StartLimitIntervalSec=10min
StartLimitBurst=5

[Service]
Type=notify
NotifyAccess=all
ExecStart=${commandLine(installation, 'dienst')}
WatchdogSec=120
Restart=on-failure
RestartSec=10
TimeoutStopSec=15
KillMode=mixed
SuccessExitStatus=143
${hardening(installation)}
[Install]
WantedBy=multi-user.target
`;
}

/**
 * As little as the program needs: its database, the folders of its jobs, the network. Not `MemoryDenyWriteExecute`: Node translates
 * its code while it runs. Sockets: IPv4, IPv6, AF_UNIX for systemd and the resolver, AF_NETLINK for the list of interfaces.
 */
function hardening({ benutzer, datenbank, schreibtNach, node, program }: Installation): string {
  const folders = [...new Set([folderOf(datenbank), ...schreibtNach])].sort();
  const home = [...folders, node, program].some((path) => /^\/(?:home|root)(?:\/|$)/.test(path)) ? 'read-only' : 'yes';
  return `User=${benutzer}
# Zugang zum Mailserver und Schlüssel für Nachrichten; nur für root lesbar (chmod 600)
EnvironmentFile=-/etc/burgward/nachrichten.env
UMask=0077
NoNewPrivileges=yes
CapabilityBoundingSet=
AmbientCapabilities=
ProtectSystem=strict
ProtectHome=${home}
${folders.map((folder) => `ReadWritePaths=-${systemdPath(folder)}`).join('\n')}
PrivateTmp=yes
PrivateDevices=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectProc=invisible
RemoveIPC=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallFilter=~@privileged @resources
SystemCallErrorNumber=EPERM
`;
}

function commandLine({ node, program, datenbank }: Installation, ...words: readonly string[]): string {
  return [node, program, 'zeitplan', ...words, '--datenbank', datenbank].map(systemdWord).join(' ');
}

/** systemd reads `%` and `$` of a command line, and quotes. */
function systemdWord(text: string): string {
  const escaped = text.replaceAll('%', '%%').replaceAll('$', '$$$$');
  return /[\s"'\\;]/.test(escaped) ? `"${escaped.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"` : escaped;
}

function systemdPath(text: string): string {
  const escaped = text.replaceAll('%', '%%');
  return /[\s"'\\]/.test(escaped) ? `"${escaped.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"` : escaped;
}

function cronFile({ node, program, datenbank, benutzer }: Installation): string {
  const command = [node, program, 'zeitplan', 'ausfuehren', '--leise', '--datenbank', datenbank].map(cronWord).join(' ');
  return `# Zeitplan von burgward. Was misslingt, steht auf der Fehlerausgabe; cron schickt sie an MAILTO.
# MAILTO=it@beispielhain.example
# BURGWARD_NACHRICHTEN_DATEI=/etc/burgward/nachrichten.env
*/${everyMinutes} * * * * ${benutzer} ${command} > /dev/null
`;
}

/** For the shell; cron itself ends a line at a bare `%`. */
function cronWord(text: string): string {
  const quoted = /^[\w@/.,:+-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
  return quoted.replaceAll('%', '\\%');
}

/** Task format 1.2, known since Windows Vista; a second start waits for the first to end. */
function windowsTask({ node, program, datenbank }: Installation): string {
  const words = [program, 'zeitplan', 'ausfuehren', '--datenbank', datenbank].map((word) => `"${word.replaceAll('"', '')}"`);
  return `<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Description>burgward: fällige Aufträge des Zeitplans</Description>
  </RegistrationInfo>
  <Triggers>
    <TimeTrigger>
      <Repetition>
        <Interval>PT${everyMinutes}M</Interval>
        <StopAtDurationEnd>false</StopAtDurationEnd>
      </Repetition>
      <StartBoundary>2026-01-01T00:00:00</StartBoundary>
      <Enabled>true</Enabled>
    </TimeTrigger>
  </Triggers>
  <Principals>
    <Principal id="Author">
      <LogonType>S4U</LogonType>
      <RunLevel>LeastPrivilege</RunLevel>
    </Principal>
  </Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <StartWhenAvailable>true</StartWhenAvailable>
    <ExecutionTimeLimit>PT13H</ExecutionTimeLimit>
    <Enabled>true</Enabled>
  </Settings>
  <Actions Context="Author">
    <Exec>
      <Command>${xml(node)}</Command>
      <Arguments>${xml(words.join(' '))}</Arguments>
    </Exec>
  </Actions>
</Task>
`;
}

function xml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function folderOf(path: string): string {
  return path.replace(/[\\/][^\\/]*$/, '') || '/';
}
