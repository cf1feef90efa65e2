package io.emrops.testkit;

import io.emrops.DataSize;
import io.emrops.backup.Backup;
import io.emrops.backup.BackupProvider;
import io.emrops.deploy.Deployer;
import io.emrops.notice.Notice;
import io.emrops.notice.Notifier;
import io.emrops.recovery.RecoveryProvider;
import io.emrops.spi.Leases;
import io.emrops.spi.RunStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;

/** Contracts over implementations with a fault. */
final class Faulty {
    private Faulty() {}

    /** What a faulty implementation does instead of a call. */
    interface Fault {
        Object instead(String method, Object[] args, Sound sound) throws Throwable;
    }

    interface DeployerFault {
        Object instead(String method, Object[] args, Sound sound, FakeDeployer fake) throws Throwable;
    }

    interface Sound {
        Object call() throws Throwable;
    }

    static RunStoreContract storeWith(Fault fault) {
        return new RunStoreContract() {
            private InMemoryRunStore disk = new InMemoryRunStore();

            @Override
            protected RunStore open() {
                disk = disk.reopen();
                return faulty(RunStore.class, disk, fault);
            }
        };
    }

    static LeasesContract leasesWith(Fault fault) {
        return new LeasesContract() {
            private final InMemoryLeases locks = new InMemoryLeases();

            @Override
            protected Leases open() {
                return faulty(Leases.class, locks.anotherProcess(), fault);
            }
        };
    }

    static DeployerContract deployerWith(DeployerFault fault) {
        return new FakeDeployerContractTest() {
            @Override
            protected Deployer deployer() {
                var fake = (FakeDeployer) super.deployer();
                return faulty(Deployer.class, fake, (method, args, sound) -> fault.instead(method, args, sound, fake));
            }
        };
    }

    static RecoveryProviderContract recoveryWith(Fault fault) {
        return new FakeRecoveryProviderContractTest() {
            @Override
            protected RecoveryProvider provider() {
                return faulty(RecoveryProvider.class, super.provider(), fault);
            }
        };
    }

    static BackupProviderContract backupsWith(Fault fault) {
        return new BackupProviderContract() {
            private final FakeBackupProvider fake =
                    FakeBackupProvider.of("sql01").database("EMRNext", DataSize.mib(5));

            @Override
            protected BackupProvider provider() {
                return faulty(BackupProvider.class, fake, fault);
            }

            @Override
            protected String database() {
                return "EMRNext";
            }

            @Override
            protected String missingDatabase() {
                return "Elsewhere";
            }

            @Override
            protected void damage(Backup backup) {
                fake.damage(backup);
            }
        };
    }

    static NotifierContract notifierWith(Fault fault) {
        return new NotifierContract() {
            private final FakeNotifier fake = FakeNotifier.of("mail").knowingOnly(audience());

            @Override
            protected Notifier notifier() {
                return faulty(Notifier.class, fake, fault);
            }

            @Override
            protected List<Notice> delivered(int atLeast) {
                return fake.delivered();
            }

            @Override
            protected boolean recognisesRepetitions() {
                return true;
            }
        };
    }

    static <T> T faulty(Class<T> type, T sound, Fault fault) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, args) -> fault.instead(method.getName(), args, () -> invoke(method, sound, args))));
    }

    static Object invoke(Method method, Object on, Object... args) throws Throwable {
        try {
            return method.invoke(on, args);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
