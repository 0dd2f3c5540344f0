package org.linli.services;

import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Volume;
import java.nio.file.Path;
import java.util.Objects;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * A server in a container of its own. On the host's network, so that its port is known before it starts, stays when it
 * starts again, and needs no bridge.
 */
final class ContainerServer implements Server {
    private static final int GRACE_SECONDS = 20;

    private final GenericContainer<?> container;

    private ContainerServer(GenericContainer<?> container) {
        this.container = container;
    }

    static boolean chosen() {
        return Setting.of("linli.services", "embedded").equals("container");
    }

    static GenericContainer<?> container(String image) {
        return new GenericContainer<>(DockerImageName.parse(image)).withNetworkMode("host");
    }

    static Server throwaway(GenericContainer<?> container) {
        return new ContainerServer(container);
    }

    /** What the container writes at the mount point goes to a volume named after the folder, and outlives it. */
    static Server persistent(GenericContainer<?> container, Path folder, String mountPoint) {
        var bind = new Bind(volume(folder), new Volume(mountPoint));
        return new ContainerServer(container.withCreateContainerCmdModifier(
                create -> Objects.requireNonNullElseGet(create.getHostConfig(), HostConfig::newHostConfig)
                        .withBinds(bind)));
    }

    private static String volume(Path folder) {
        return "linli-" + Folders.fingerprint(folder.toAbsolutePath().toString());
    }

    static void forget(Path folder) {
        DockerClientFactory.instance().client().removeVolumeCmd(volume(folder)).exec();
    }

    @Override
    public synchronized void start() {
        if (container.getContainerId() == null) container.start();
        else if (!container.isRunning())
            container
                    .getDockerClient()
                    .startContainerCmd(container.getContainerId())
                    .exec();
    }

    @Override
    public void check() {
        if (!container.isRunning())
            throw new IllegalStateException(container.getDockerImageName() + " ended:\n" + container.getLogs());
    }

    @Override
    public synchronized void stop() {
        if (!container.isRunning()) return;
        thaw();
        container
                .getDockerClient()
                .stopContainerCmd(container.getContainerId())
                .withTimeout(GRACE_SECONDS)
                .exec();
    }

    @Override
    public synchronized void kill() {
        thaw();
        container.getDockerClient().killContainerCmd(container.getContainerId()).exec();
        container
                .getDockerClient()
                .waitContainerCmd(container.getContainerId())
                .start()
                .awaitStatusCode();
    }

    @Override
    public synchronized void freeze() {
        container
                .getDockerClient()
                .pauseContainerCmd(container.getContainerId())
                .exec();
    }

    @Override
    public synchronized void thaw() {
        if (Boolean.TRUE.equals(container.getCurrentContainerInfo().getState().getPaused()))
            container
                    .getDockerClient()
                    .unpauseContainerCmd(container.getContainerId())
                    .exec();
    }

    @Override
    public String log() {
        return container.getLogs();
    }

    @Override
    public synchronized void close() {
        if (container.getContainerId() == null) return;
        stop();
        container.stop();
    }
}
