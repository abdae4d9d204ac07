using System.Text;
using Edge.Mqtt.Tests.Simulation;
using Edge.Simulation;
using Edge.Storage.Tests.Areas;

namespace Edge.Storage.Tests;

public class LogFormatTests
{
    private const int AreaBytes = 400;

    private readonly MemoryArea _first = new(AreaBytes);
    private readonly MemoryArea _second = new(AreaBytes);
    private readonly byte[] _bytes = [1, 2, 3, 4, 5, 6, 7, 8];

    [Fact]
    public void The_check_is_the_CRC_32_of_IEEE_802_3()
    {
        byte[] text = Encoding.ASCII.GetBytes("123456789");
        Crc32 crc = new();

        Assert.Equal(0xCBF43926, ~crc.Update(Crc32.Initial, text, 0, 9));
        Assert.Equal(crc.Update(1, text, 0, 4), crc.Update(1, 0x34333231u));
    }

    [Fact]
    public void Version_1_looks_like_this()
    {
        RecordStore store = Open();
        Assert.True(store.Put(0x10005, _bytes, 0, 3));
        store.Remove(0x10005);

        // Header; complete; put; remove.
        Assert.Equal(
            "4552530101000000F2DFD3BF" + "0300000000000000A69056C9"
            + "010300000500010024211D69010203" + "0200000005000100BD2E9A42",
            Convert.ToHexString(_second.Bytes.AsSpan(0, 51)));
        Assert.True(_second.Bytes.AsSpan(51).IndexOfAnyExcept((byte)0xFF) < 0);
        Assert.Equal(AreaBytes, _first.Bytes.Count(value => value == 0xFF));
    }

    [Fact]
    public void Whatever_bit_turns_over_what_is_handed_back_was_put()
    {
        RecordStore store = Open();
        List<string> states = [""];
        for (int key = 0; key < 6; key++)
        {
            Assert.True(store.Put(key % 4, _bytes, key, 2));
            states.Add(RecordList.Of(store).ToString());
        }

        int length = _second.Bytes.AsSpan().LastIndexOfAnyExcept((byte)0xFF) + 1;
        int damaged = 0;
        for (int bit = 0; bit < 8 * AreaBytes; bit++)
        {
            _second.Bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            store = Open();
            int kept = bit < 8 * 24 ? 0 : Math.Min(6, ((bit / 8) - 24) / 14);
            Assert.Equal(states[kept], RecordList.Of(store).ToString());
            Assert.Equal(1, store.Counters.DamagedRecords + store.Counters.UnknownAreas);
            damaged += store.Counters.DamagedRecords;
            _second.Bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Assert.Equal(8 * (AreaBytes - 12), damaged);
        Assert.Equal(24 + (6 * 14), length);
    }

    [Fact]
    public void A_record_that_is_damaged_while_the_store_is_open_is_dropped_and_those_behind_it_are_saved()
    {
        RecordStore store = Open();
        Assert.True(store.Put(1, _bytes, 0, 2) && store.Put(2, _bytes, 2, 2) && store.Put(3, _bytes, 4, 2));
        Assert.True(store.Flush());
        _second.Bytes[24 + 14 + 12] ^= 1;

        Assert.Equal("1:0102 3:0506", RecordList.Of(store).ToString());
        Assert.Equal(1, store.Counters.DamagedRecords);
        Assert.True(store.Flush());
        Assert.Equal("1:0102 3:0506", RecordList.Of(Open()).ToString());
    }

    [Fact]
    public void A_record_that_is_found_damaged_while_it_is_copied_is_dropped()
    {
        RecordStore store = Open();
        Assert.True(store.Put(1, _bytes, 0, 8) && store.Put(2, _bytes, 2, 2));
        _second.Bytes[24 + 12] ^= 1;
        while (store.Counters.Compactions < 2)
        {
            Assert.True(store.Put(2, _bytes, 2, 2));
        }

        Assert.Equal("2:0304", RecordList.Of(store).ToString());
        Assert.Equal("2:0304", RecordList.Of(Open()).ToString());
        Assert.Equal(1, store.Counters.DamagedRecords);
    }

    [Fact]
    public void Another_version_or_garbage_is_an_empty_store_that_works()
    {
        Seeds.Run(300, seed =>
        {
            SeededRandom random = new(seed);
            MemoryArea[] areas = [new(AreaBytes), new(AreaBytes)];
            foreach (MemoryArea area in areas)
            {
                for (int i = 0; i < AreaBytes; i++)
                {
                    area.Bytes[i] = (byte)random.Next(seed % 2 == 0 ? 256 : 4);
                }
            }

            if (seed % 3 == 0)
            {
                Header(2, 5).CopyTo(areas[seed % 2].Bytes, 0);
            }
            else if (seed % 3 == 1)
            {
                Header(1, 5, "ETS").CopyTo(areas[seed % 2].Bytes, 0);
            }

            RecordStore store = new(areas[0], areas[1], 10, 40);
            Assert.Equal((0, 2), (RecordList.Of(store).Count, store.Counters.UnknownAreas));
            Assert.Equal(0, store.Counters.DamagedRecords);
            Assert.True(store.Flush());
            Assert.True(store.Put(1, _bytes, 0, 8) && store.Flush());
            store = new(areas[0], areas[1], 10, 40);
            Assert.Equal((1, 0), (RecordList.Of(store).Count, store.Counters.UnknownAreas));
        });
    }

    [Fact]
    public void An_older_log_is_not_taken_when_a_newer_one_is_of_another_version()
    {
        Assert.True(Open().Put(1, _bytes, 0, 8));
        Header(2, 2).CopyTo(_first.Bytes, 0);

        RecordStore store = Open();
        Assert.Equal((0, 1), (store.Count, store.Counters.UnknownAreas));
        Assert.True(store.Put(2, _bytes, 0, 1) && store.Flush());
        Assert.Equal("2:01", RecordList.Of(Open()).ToString());
    }

    [Theory]
    [InlineData(1u, 2u, 2)]
    [InlineData(2u, 1u, 1)]
    [InlineData(0xFFFFFFFFu, 1u, 2)]
    [InlineData(1u, 0xFFFFFFFFu, 1)]
    [InlineData(0x90000000u, 0u, 1)]
    public void The_higher_generation_counts_also_when_the_number_has_turned_over(uint first, uint second, int expected)
    {
        Write(_first, first, 1);
        if (second != 0)
        {
            Write(_second, second, 2);
        }

        Assert.Equal($"{expected}:01", RecordList.Of(Open()).ToString());
    }

    [Fact]
    public void Records_that_no_longer_fit_are_dropped_and_counted()
    {
        RecordStore store = Open();
        Assert.True(store.Put(1, _bytes, 0, 8) && store.Put(2, _bytes, 0, 8));
        Assert.True(store.Put(3, new byte[30], 0, 30) && store.Put(1, new byte[40], 0, 40));

        RecordStore smaller = new(_first, _second, 2, 20);
        Assert.Equal("2:0102030405060708", RecordList.Of(smaller).ToString());
        Assert.Equal((2, 0), (smaller.Counters.UnfitRecords, smaller.Counters.DamagedRecords));
        RecordStore fewer = new(_first, _second, 1, 40);
        Assert.Equal((1, 2), (fewer.Count, fewer.Counters.UnfitRecords));
    }

    [Fact]
    public void Nothing_old_comes_back_when_the_header_of_the_newest_log_is_damaged()
    {
        RecordStore store = Open();
        Assert.True(store.Put(7, _bytes, 0, 8));
        while (store.Counters.Compactions < 3)
        {
            Assert.True(store.Put(1, _bytes, 0, 8));
        }

        store.Remove(7);
        Assert.True(store.Flush());
        _second.Bytes[5] ^= 1;

        Assert.Equal(0, Open().Count);
    }

    [Fact]
    public void What_is_left_over_from_another_log_or_another_place_is_no_record()
    {
        AreaLog log = new(_first, new byte[64], new Crc32());
        Assert.True(log.Begin(2) && log.Append(AreaLog.KindComplete, 0, _bytes, 0, 0));
        Assert.True(log.Append(AreaLog.KindPut, 1, _bytes, 0, 1));
        byte[] put = [.. _first.Bytes.AsSpan(24, 13)];
        Assert.Equal((1, 0), (Open().Count, Open().Counters.DamagedRecords));

        put.CopyTo(_first.Bytes, 24 + 13);
        Assert.Equal((1, 1), (Open().Count, Open().Counters.DamagedRecords));

        Assert.True(_first.EraseAll() && log.Begin(1) && log.Append(AreaLog.KindComplete, 0, _bytes, 0, 0));
        put.CopyTo(_first.Bytes, 24);
        Assert.Equal((0, 1), (Open().Count, Open().Counters.DamagedRecords));
    }

    private static byte[] Header(int version, uint generation, string magic = "ERS")
    {
        byte[] header =
            [.. Encoding.ASCII.GetBytes(magic), (byte)version, .. BitConverter.GetBytes(generation), 0, 0, 0, 0];
        uint check = ~new Crc32().Update(Crc32.Initial, header, 0, 8);
        BitConverter.GetBytes(check).CopyTo(header, 8);
        return header;
    }

    private void Write(MemoryArea area, uint generation, int key)
    {
        AreaLog log = new(area, new byte[64], new Crc32());
        Assert.True(log.Begin(generation));
        Assert.True(log.Append(AreaLog.KindPut, key, _bytes, 0, 1));
        Assert.True(log.Append(AreaLog.KindComplete, 0, _bytes, 0, 0));
    }

    private RecordStore Open() => new(_first, _second, 10, 40);
}
