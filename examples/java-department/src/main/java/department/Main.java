package department;

import java.nio.file.Path;

/** A department's program: reads its feed, opens what is sealed for it, answers. */
public final class Main {
    private Main() {}

    public static void main(String[] args) throws Exception {
        if (args.length != 4) {
            System.err.println(
                    "usage: java -jar java-department.jar CODE HANDED_OVER SCHEMAS JOURNAL");
            System.exit(2);
        }
        Handover given = Handover.read(args[0], Path.of(args[1]));
        Contracts contracts = new Contracts(Path.of(args[2]));
        try (Journal journal = new Journal(Path.of(args[3]));
                Replies replies = new Replies(given, contracts);
                Feed feed = new Feed(given, contracts)) {
            Desk desk = new Desk(replies, new Seals(given), journal);
            stopGracefully(feed);
            Say.line("%s reads its feed", given.code());
            feed.read(desk::handle);
        }
    }

    /** On SIGTERM the event at hand is finished, and its offset committed. */
    private static void stopGracefully(Feed feed) {
        Thread main = Thread.currentThread();
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(
                                () -> {
                                    feed.stop();
                                    try {
                                        main.join(10_000);
                                    } catch (InterruptedException no) {
                                        Thread.currentThread().interrupt();
                                    }
                                }));
    }
}
