using Edge.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace Edge.Mqtt.Tests.Wire;

public class RoundTripTests
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(4_000 * LongRun.Factor);

    [Fact]
    public void A_packet_that_was_written_is_read_as_it_was() =>
        Prop.ForAll(Arb.From(PacketGenerator.Any), packet =>
        {
            byte[] bytes = PacketEncoder.Encode(packet);

            return new PacketDecoder().Decode(bytes, 0, bytes.Length)
                == new Outcome(ReadResult.Complete, Violation.None, bytes.Length, packet);
        }).Check(Many);

    [Fact]
    public void A_packet_that_is_not_all_there_is_incomplete() =>
        Prop.ForAll(Arb.From(PacketGenerator.Any.SelectMany(_ => Gen.Choose(0, int.MaxValue), (packet, at) => (packet, at))), cut =>
        {
            byte[] bytes = PacketEncoder.Encode(cut.packet);
            int count = cut.at % bytes.Length;

            return new PacketDecoder().Decode(bytes[..count], 0, count) == Outcome.Incomplete;
        }).Check(Many);

    [Fact]
    public void Packets_back_to_back_are_read_one_by_one() =>
        Prop.ForAll(Arb.From(PacketGenerator.Any.NonEmptyListOf()), packets =>
        {
            byte[] bytes = [.. packets.SelectMany(PacketEncoder.Encode)];
            PacketDecoder decoder = new();
            int at = 0;
            foreach (WirePacket packet in packets)
            {
                Outcome outcome = decoder.Decode(bytes, at, bytes.Length - at);
                if (outcome.Packet != packet)
                {
                    return false;
                }

                at += outcome.Bytes;
            }

            return at == bytes.Length;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300 * LongRun.Factor));
}
