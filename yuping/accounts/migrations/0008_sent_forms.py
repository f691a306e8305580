"""Forms that were carried out: sent twice, they are done once."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0007_sign_ins_are_no_history'),
    ]

    operations = [
        migrations.CreateModel(
            name='SentForm',
            fields=[
                ('key', models.CharField(max_length=128, primary_key=True, serialize=False, verbose_name='digest')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='at')),
                ('led_to', models.CharField(blank=True, max_length=500, verbose_name='led to')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='user')),
            ],
            options={
                'verbose_name': 'form that was sent',
                'verbose_name_plural': 'forms that were sent',
                'ordering': ['-at'],
                'indexes': [models.Index(fields=['user', 'at'], name='accounts_sent_forms')],
            },
        ),
    ]
