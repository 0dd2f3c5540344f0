import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** CPU seconds from /proc, in steps of 10 ms. */
final class Cpu {
    private static final double TICKS = 100;

    private Cpu() {}

    /** Of a process with all its threads. */
    static double of(long pid) throws IOException {
        return sum(pid, 11, 13);
    }

    /** Of a process and its children, the dead ones among them; not of grandchildren that live. */
    static double ofFamily(long pid) throws IOException {
        while (true) {
            try {
                double seconds = sum(pid, 11, 15);
                for (ProcessHandle child :
                        ProcessHandle.of(pid).orElseThrow().children().toList()) seconds += of(child.pid());
                return seconds;
            } catch (NoSuchFileException died) {
                // Between the list and the look; its time is now among the parent's.
            }
        }
    }

    /** Fields of proc_pid_stat(5), counted after the command: user and system time, then those of the children waited for. */
    private static double sum(long pid, int from, int to) throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        long ticks = 0;
        for (int i = from; i < to; i++) ticks += Long.parseLong(fields[i]);
        return ticks / TICKS;
    }
}
